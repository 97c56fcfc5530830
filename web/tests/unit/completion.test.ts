import { CompletionContext } from "@codemirror/autocomplete";
import { json } from "@codemirror/lang-json";
import { EditorState } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { completeGraph } from "../../src/editor/completion.ts";

/** What is offered at the | of a text. */
function offered(marked: string): string[] {
  const pos = marked.indexOf("|");
  const state = EditorState.create({ doc: marked.replace("|", ""), extensions: [json()] });
  return completeGraph(new CompletionContext(state, pos, true))?.options.map(({ label }) => label) ?? [];
}

describe("completion offers", () => {
  test("the keys of a document that are not there yet", () => {
    const keys = offered('{"format": "annotated-graph", "|"}');
    expect(keys).toContain('"nodes"');
    expect(keys).not.toContain('"format"');
  });

  test("the keys of a node", () => {
    expect(offered('{"nodes": [{"name": "a", "|"}]}')).toEqual(
      expect.arrayContaining(['"kind"', '"target"', '"annotation"']),
    );
  });

  test("the values of an enumeration", () => {
    expect(offered('{"nodes": [{"kind": "|"}]}')).toEqual([
      '"input"',
      '"param"',
      '"buffer"',
      '"const"',
      '"op"',
      '"output"',
    ]);
  });

  test("the keys of the kind of spec that is written", () => {
    const of = (kind: string) => offered(`{"nodes": [{"annotation": {"output": {"kind": "${kind}", "|"}}}]}`);
    expect(of("quant")).toContain('"qscheme"');
    expect(of("shared")).toContain('"with"');
    expect(of("shared")).not.toContain('"qscheme"');
  });

  test("the names of nodes where one is meant", () => {
    expect(offered('{"nodes": [{"name": "x"}, {"name": "y", "args": [{"node": "|"}]}]}')).toEqual([
      '"x"',
      '"y"',
    ]);
  });

  test("constants", () => {
    expect(offered('{"format": "|"}')).toEqual(['"annotated-graph"']);
  });

  test("nothing where it knows nothing", () => {
    expect(offered('{"unheard": {"|"}}')).toEqual([]);
  });
});
