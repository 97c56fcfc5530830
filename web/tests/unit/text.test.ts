import { describe, expect, test } from "vitest";
import { blocksOf } from "../../src/elements/markdown_view.ts";
import { spansOf } from "../../src/elements/prose.ts";
import { LargeDocument, WINDOW_BYTES } from "../../src/engine/large_document.ts";
import { packStrings, stringAt } from "../../src/engine/packed_strings.ts";
import type { Finding } from "../../src/engine/protocol.ts";
import { groupFindings } from "../../src/finding_rows.ts";
import { commandLine, targetText } from "../../src/share/command_line.ts";
import { code, findingMarkdown } from "../../src/share/markdown.ts";
import { visible } from "../../src/visible_text.ts";

const TARGET = { backend: "htp", soc: "SM8750", sdk: "2.41" };

describe("the command line", () => {
  test.each([
    ["graph.json", true, "opfit check graph.json --target htp:SM8750@2.41"],
    ["a b.json", false, "opfit check 'a b.json' --target htp:SM8750@2.41 --no-strict"],
    ["$(rm -rf).json", true, "opfit check '$(rm -rf).json' --target htp:SM8750@2.41"],
    ["it's.json", true, "opfit check 'it'\\''s.json' --target htp:SM8750@2.41"],
    ["--help", true, "opfit check ./--help --target htp:SM8750@2.41"],
  ])("for %s", (file, strict, want) => {
    expect(commandLine(file, TARGET, strict)).toBe(want);
  });

  test("a target may lack its parts", () => {
    expect(targetText({ backend: "htp", soc: "", sdk: "" })).toBe("htp");
  });
});

describe("between backticks is code", () => {
  test.each([
    ["plain", "plain"],
    ["`conv` is new", "<conv> is new"],
    ["have `a`; catalog has `b`", "have <a>; catalog has <b>"],
    ["`a", "`a"],
    ["`a` and `b", "<a> and `b"],
    ["", ""],
  ])("%j reads as %j", (text, want) => {
    const said = spansOf(text).map((span) => (span.code ? `<${span.text}>` : span.text));
    expect(said.join("")).toBe(want);
  });
});

describe("text that was not ours", () => {
  test.each([
    ["plain", "plain"],
    ["a\u202eb", "a\\u202eb"],
    ["zero\u200bwidth", "zero\\u200bwidth"],
    ["line\nbreak", "line\\u000abreak"],
    ["<b>", "<b>"],
    ["模型", "模型"],
  ])("%j is seen as %j", (text, want) => {
    expect(visible(text)).toBe(want);
  });

  test("loses its middle when it is long", () => {
    expect(visible("a".repeat(1_000_000), 10)).toBe("aaaaaa…aaa");
  });

  test.each([
    ["x", "`x`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    ["](javascript:x)", "`](javascript:x)`"],
  ])("%j in Markdown is %j", (text, want) => {
    expect(code(text)).toBe(want);
  });

  test("in a finding does not become markup", () => {
    const finding = {
      code: "OF005",
      severity: "error",
      message: "no node is named `](x) **b**`",
      node: "*n*",
      op: null,
      port: null,
      found: "<img>",
      accepted: [],
      nearest: null,
      hints: ["a [link](x) <b>"],
    } as unknown as Finding;
    expect(findingMarkdown(finding)).toEqual([
      "- **OF005** error: no node is named `](x) **b**` (`*n*`)",
      "  - found `<img>`",
      "  - a \\[link\\](x) \\<b\\>",
    ]);
  });
});

describe("packed strings", () => {
  const strings = ["", "a", "模型", "🙂", "", "end"];
  test.each(strings.map((text, at) => [at, text] as const))("%i is %j", (at, text) => {
    expect(stringAt(packStrings(strings), at)).toBe(text);
  });

  test("past the end is empty", () => {
    expect(stringAt(packStrings(strings), 6)).toBe("");
  });
});

describe("a window of a large document", () => {
  const lines = Array.from({ length: 20_000 }, (_, line) => `line ${line} é`);
  const document = new LargeDocument(new TextEncoder().encode(lines.join("\n")));

  test("holds whole lines, numbered as in the file", () => {
    const cut = document.cut(100_000);
    const shown = cut.text.split("\n");
    expect(shown[0]).toBe(lines[cut.firstLine - 1]);
    expect(cut.from).toBeLessThanOrEqual(100_000);
    expect(cut.to).toBeGreaterThan(100_000);
    expect(cut.lines).toBe(lines.length);
  });

  test.each([[0], [WINDOW_BYTES], [1e9], [-5]])("is never larger than asked, at %d", (at) => {
    const cut = document.cut(at);
    expect(cut.to - cut.from).toBeLessThanOrEqual(WINDOW_BYTES);
    expect(cut.text.length).toBeGreaterThan(0);
  });

  test("does not break a character of one endless line", () => {
    const endless = new LargeDocument(new TextEncoder().encode("é".repeat(100_000)));
    for (const at of [0, 50_001, 99_999, 200_000]) {
      const cut = endless.cut(at);
      expect(cut.text).not.toContain("\ufffd");
      expect(cut.text.length).toBeGreaterThan(0);
      expect(cut.from).toBeLessThanOrEqual(at);
    }
  });

  test("positions are counted as the editor counts", () => {
    const cut = document.cut(0);
    const byte = new TextEncoder().encode("line 0 é\nline 1 ").length;
    expect(document.position(cut, byte)).toBe("line 0 é\nline 1 ".length);
  });
});

describe("findings", () => {
  const columns = {
    codes: ["OF101", "OF302"],
    code: Uint8Array.from([0, 1, 0]),
    severity: Uint8Array.from([2, 0, 1]),
    node: Int32Array.from([7, 3, 7]),
    head: [],
  };

  test("by node, in the order of the first of each", () => {
    expect(groupFindings(columns, [0, 1, 2], "node")).toEqual([
      { kind: "group", by: "node", key: 7, count: 2, worst: 2, first: 0 },
      { kind: "finding", id: 0 },
      { kind: "finding", id: 2 },
      { kind: "group", by: "node", key: 3, count: 1, worst: 0, first: 1 },
      { kind: "finding", id: 1 },
    ]);
  });

  test("as listed", () => {
    expect(groupFindings(columns, [2, 1], "none")).toEqual([
      { kind: "finding", id: 2 },
      { kind: "finding", id: 1 },
    ]);
  });
});

test("the Markdown of our pages is read block by block", () => {
  const text =
    "# Title\n\nTwo\nlines.\n\n- one\n  more\n- two\n\n```\n# code\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n####";
  expect(blocksOf(text)).toEqual([
    { kind: "heading", level: 1, text: "Title" },
    { kind: "paragraph", text: "Two lines." },
    { kind: "list", ordered: false, items: ["one more", "two"] },
    { kind: "code", text: "# code" },
    {
      kind: "table",
      rows: [
        ["a", "b"],
        ["1", "2"],
      ],
    },
    { kind: "paragraph", text: "####" },
  ]);
});
