import { describe, expect, test } from "vitest";
import { check, example, onPage, openFile, replaceText, sentence, useBrowser } from "./browser.ts";

useBrowser();

const BROKEN = '{"format": "annotated-graph", "version": "1.0", "nodes": [';

describe("a graph", () => {
  test("is there and checked when the page opens", () =>
    onPage({}, async (page) => {
      expect(await sentence(page)).toMatch(/^\d+ of 27 operators do not fit SM8750/);
      const counts = await page.locator(".outcome b").allTextContents();
      expect(counts.map(Number).reduce((sum, count) => sum + count)).toBe(27);
      expect(await page.locator(".finding").count()).toBeGreaterThan(3);
      expect(await page.locator(".node").count()).toBeGreaterThan(8);
      expect(await page.locator(".cm-content").textContent()).toContain("annotated-graph");
    }));

  test("is checked again while it is edited", () =>
    onPage({}, async (page) => {
      await replaceText(page, example("matmul_16a16w.json"));
      await expect.poll(() => sentence(page)).toBe("The operator fits SM8750");
      expect(await page.locator(".empty.clean").textContent()).toContain("1 of 1 operators are supported");
    }));

  test("is checked again for another chip, SDK or strictness", () =>
    onPage({}, async (page) => {
      await check(page, example("matmul_16a16w.json"));
      await page.locator("#soc").fill("SM8450");
      await page.keyboard.press("Enter");
      await expect.poll(() => sentence(page)).toBe("1 of 1 operators does not fit SM8450");
      expect(await page.locator(".place b").allTextContents()).toContain("OF202");
      expect(await page.locator(".finding.error").count()).toBeGreaterThan(0);
      await page.getByRole("switch", { name: "Strict" }).uncheck();
      await expect.poll(() => page.locator(".finding.error").count()).toBe(0);
      await page.locator("#soc").fill("8 gen 2");
      await page.keyboard.press("Enter");
      await expect.poll(() => sentence(page)).toBe("The operator fits SM8550");
      await page.getByLabel("SDK").selectOption("2.41");
      await expect.poll(() => page.locator(".basis").textContent()).toContain("SDK 2.41");
    }));

  test("can be dropped on the page", () =>
    onPage({}, async (page) => {
      const text = example("conv_relu_net_mistakes.json");
      const data = await page.evaluateHandle((content) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], "dropped.json", { type: "application/json" }));
        return transfer;
      }, text);
      await page.dispatchEvent("main", "dragenter", { dataTransfer: data });
      expect(await page.locator(".drop-here").count()).toBe(1);
      await page.dispatchEvent("main", "drop", { dataTransfer: data });
      await expect.poll(() => sentence(page)).toMatch(/of 5 operators do/);
      expect(await page.locator("#title-document").textContent()).toBe("dropped.json");
      expect(await page.locator(".drop-here").count()).toBe(0);
    }));

  test("can be pasted", () =>
    onPage({}, async (page) => {
      await page.evaluate((text) => navigator.clipboard.writeText(text), example("mobilenet_v2_8a8w.json"));
      await page.locator(".cm-content").click();
      await page.keyboard.press("Control+A");
      await page.keyboard.press("Control+V");
      await expect.poll(() => sentence(page)).toMatch(/of 100 operators|All 100 operators/);
    }));

  test("that is malformed says where", () =>
    onPage({}, async (page) => {
      await replaceText(page, BROKEN);
      await expect.poll(() => sentence(page)).toBe("This is not a graph yet");
      expect(await page.locator(".place b").first().textContent()).toBe("OF001");
      expect(await page.locator(".graph-pane .empty").textContent()).toContain(
        "as soon as the document can be read",
      );
      await replaceText(page, example("matmul_16a16w.json"));
      await expect.poll(() => sentence(page)).toBe("The operator fits SM8750");
    }));

  test.each([
    ["nothing at all", ""],
    ["no JSON", "hello"],
    ["another JSON", "[1, 2, 3]"],
    ["bytes that are no text", "\u0000\uffff\ud800"],
    ["deep nesting", "[".repeat(100_000)],
  ])("that is %s gets an answer", (_, text) =>
    onPage({}, async (page) => {
      await check(page, text);
      expect(await sentence(page)).toMatch(/^This is not a graph/);
    }),
  );

  test.each([
    ["of another kind", Buffer.from("\x7fELF\x02\x01\x01\0\0\0\0", "latin1")],
    ["of zeros", Buffer.alloc(10_000)],
  ])("cannot be a binary file %s, and the page says so", (_, buffer) =>
    onPage({}, async (page) => {
      await page.locator("#file").setInputFiles({ name: "model.onnx", mimeType: "", buffer });
      await expect.poll(() => sentence(page)).toBe("This is not a graph");
      expect(await page.locator(".document-pane .empty").textContent()).toContain("This file is not text");
      expect(await page.locator(".place b").first().textContent()).toBe("OF001");
      await check(page, example("matmul_16a16w.json"));
      expect(await page.locator(".cm-content").textContent()).toContain("matmul");
    }),
  );

  test("of another example is one click away", () =>
    onPage({}, async (page) => {
      await page.getByRole("button", { name: "Examples" }).click();
      await page.getByRole("button", { name: /Llama 3.2 layer, five mistakes/ }).click();
      await expect.poll(() => sentence(page)).toMatch(/do not fit SM8750/);
      expect(await page.locator("#title-document").textContent()).toBe(
        "llama_layer_16a4w_block_mistakes.json",
      );
      expect(await page.locator("dialog[open]").count()).toBe(0);
    }));
});

describe("a finding", () => {
  test("leads to the document and the graph, and both lead back", () =>
    onPage({}, async (page) => {
      await page.locator(".finding-line", { hasText: "zero point" }).click();
      expect(await page.locator(".node[aria-selected=true] .node-name").textContent()).toBe("add");
      await expect.poll(() => page.locator(".cm-activeLine").textContent()).toContain("70000");
      expect(await page.locator(".detail").textContent()).toMatch(/found.*70000/s);
      await expect.poll(() => page.locator(".box.selected text").first().textContent()).toBe("add");

      await page.locator(".node", { hasText: "layer_norm" }).first().click();
      await expect.poll(() => page.locator(".cm-activeLine").textContent()).toContain('"layer_norm"');

      await page.locator(".cm-line", { hasText: '"name": "linear"' }).first().click();
      await expect
        .poll(() => page.locator(".node[aria-selected=true] .node-name").textContent())
        .toBe("linear");
    }));

  test("is reached by keyboard alone", () =>
    onPage({}, async (page) => {
      await page.keyboard.press("F8");
      const first = await page.locator("[data-opened=true] .message").textContent();
      await page.keyboard.press("F8");
      const second = await page.locator("[data-opened=true] .message").textContent();
      expect(second).not.toBe(first);
      await page.keyboard.press("Shift+F8");
      expect(await page.locator("[data-opened=true] .message").textContent()).toBe(first);
      await page.keyboard.press("/");
      await page.keyboard.type("symmetric");
      await expect.poll(() => page.locator(".finding").count()).toBeLessThan(4);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      expect(await page.locator("[data-opened=true] .message").textContent()).toContain("symmetrically");
      await page.keyboard.press("?");
      expect(await page.locator("dialog[open] h2").textContent()).toBe("Help");
      await page.keyboard.press("Escape");
      expect(await page.locator("dialog[open]").count()).toBe(0);
    }));

  test("is filtered by severity, text and code", () =>
    onPage({}, async (page) => {
      const severities = page.getByRole("group", { name: "Severities shown" });
      await severities.getByRole("button", { name: /errors/ }).click();
      await expect.poll(() => page.locator(".finding.error").count()).toBe(0);
      await severities.getByRole("button", { name: /errors/ }).click();
      await page.getByRole("button", { name: "By code" }).click();
      expect(await page.locator(".group-name").allTextContents()).toContain("OF308");
      await page.getByLabel("Filter findings").fill("no such thing");
      await expect
        .poll(() => page.locator(".side-pane .empty").textContent())
        .toContain("No finding matches");
    }));

  test("explains itself and opens its operator", () =>
    onPage({}, async (page) => {
      await page.locator(".finding-line", { hasText: "symmetrically" }).first().click();
      await page.getByRole("button", { name: /^Explain OF302/ }).click();
      await expect.poll(() => page.locator("dialog .prose").textContent()).toContain("What it checks");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /^What .* takes$/ }).click();
      await expect.poll(() => page.locator(".rows-table tbody tr").count()).toBeGreaterThan(1);
      await page.getByRole("button", { name: "All operators" }).click();
      await expect.poll(() => page.locator(".op-line").count()).toBeGreaterThan(100);
    }));
});

describe("the graph", () => {
  test("shows only an outcome, or what matches a filter", () =>
    onPage({}, async (page) => {
      const unsupported = Number(await page.locator(".outcome.unsupported b").textContent());
      await page.locator(".outcome.unsupported").click();
      await expect.poll(() => page.locator(".node").count()).toBe(unsupported);
      await page.locator(".outcome.unsupported").click();
      await page.getByLabel("Filter nodes").fill("softmax");
      await expect.poll(() => page.locator(".node-name").allTextContents()).toEqual(["softmax"]);
    }));

  test("folds weights away until they are asked for", () =>
    onPage({}, async (page) => {
      expect(await page.locator(".node", { hasText: "patch_embed_proj_weight" }).count()).toBe(0);
      await page.getByLabel(/Weights and Q\/DQ/).check();
      await expect.poll(() => page.locator(".node", { hasText: "patch_embed_proj_weight" }).count()).toBe(1);
    }));

  test("is walked with the arrow keys", () =>
    onPage({}, async (page) => {
      await page.locator(".node").first().click();
      await page.locator(".node").first().focus();
      for (let step = 0; step < 3; ++step) await page.keyboard.press("ArrowDown");
      expect(await page.locator(".node[aria-selected=true]").getAttribute("aria-posinset")).toBe("4");
      await page.keyboard.press("End");
      await expect.poll(() => page.locator(".node:focus .node-name").textContent()).toBe("output");
    }));
});

describe("the editor", () => {
  test("completes keys and values from the schema", () =>
    onPage({}, async (page) => {
      const before =
        '{"format": "annotated-graph", "version": "1.0", "nodes": [{"name": "x", "kind": "input", ';
      await replaceText(page, before);
      await page.keyboard.type('"out');
      // By mouse: the list takes no key for a moment, lest it takes one meant for the text.
      await page.locator(".cm-tooltip-autocomplete li", { hasText: '"outputs"' }).click();
      await expect.poll(() => page.locator(".cm-content").textContent()).toContain('"outputs": ');
    }));

  test("is left with Escape and Tab", () =>
    onPage({}, async (page) => {
      await page.locator(".cm-content").click();
      await page.keyboard.press("Escape");
      await page.keyboard.press("Tab");
      expect(await page.locator(".cm-content:focus").count()).toBe(0);
    }));

  test("marks findings in the text and says what they are", () =>
    onPage({}, async (page) => {
      await page.keyboard.press("F8");
      await page.locator(".cm-lintRange-error").first().hover();
      await expect.poll(() => page.locator(".cm-diagnostic").first().textContent()).toContain("zero point");
    }));
});

test("a document too large to edit is read in windows", () =>
  onPage({}, async (page) => {
    const nodes = Array.from(
      { length: 40_000 },
      (_, index) =>
        `{"name": "input_${index}", "kind": "input", "outputs": [{"dtype": "float32", "shape": [1]}]}`,
    );
    const text = `{"format": "annotated-graph", "version": "1.0", "nodes": [\n${nodes.join(",\n")}\n]}`;
    await openFile(page, { name: "large.json", text });
    await expect.poll(() => sentence(page)).toBe("There is no operator in this graph");
    expect(await page.locator(".window-bar").textContent()).toContain("of 40,002");
    await page.getByLabel("Filter nodes").fill("input_30000");
    await page.locator(".node", { hasText: "input_30000" }).click();
    await expect.poll(() => page.locator(".cm-content").textContent()).toContain("input_30000");
    await page.getByRole("button", { name: "Later lines" }).click();
    await expect.poll(() => page.locator(".cm-content").textContent()).not.toContain('"input_30000"');
  }));
