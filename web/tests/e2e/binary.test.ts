import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { examples, onPage, sample, sentence, settled, useBrowser } from "./browser.ts";

useBrowser();

const TFLITE = sample("tflite/tflm_keyword_scrambled_8bit.tflite");

/** As if dragged in from elsewhere. */
async function drop(page: Page, ...files: string[]): Promise<void> {
  const contents = files.map((file) => ({
    name: path.basename(file),
    bytes: readFileSync(file).toString("base64"),
  }));
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of all) {
      transfer.items.add(new File([Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0))], name));
    }
    return transfer;
  }, contents);
  await page.dispatchEvent("main", "dragenter", { dataTransfer: data });
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
}

test("of several files one is opened, and the others are named", () =>
  onPage({}, async (page) => {
    await drop(page, path.join(examples, "matmul_16a16w.json"), path.join(examples, "conv_relu_net.json"));
    await expect.poll(() => sentence(page)).toBe("The operator fits SM8750");
    expect(await page.locator(".notice").textContent()).toContain("Left out: conv_relu_net.json");
  }));

describe("an ONNX model", () => {
  const golden = (name: string) => path.join(examples, "../tests/golden", name, "input.onnx");

  test("is picked, checked for another chip, and leads from a finding to the text", () =>
    onPage({}, async (page) => {
      await page.locator("#file").setInputFiles(golden("OF202_onnx_matmul_on_v69"));
      await page.locator(".converted").waitFor();
      expect(await page.locator(".converted").textContent()).toMatch(/ONNX model, read-only/);
      await page.locator("#soc").fill("SM8450");
      await page.keyboard.press("Enter");
      await page.locator(".finding-line", { hasText: "OF202" }).click();
      expect(await page.locator(".place", { hasText: "OF202" }).textContent()).toMatch(/byte \d/);
      await expect.poll(() => page.locator(".cm-activeLine").textContent()).toContain('"name": "b"');
      await page.getByRole("button", { name: "What MatMul takes" }).click();
      await page.locator(".rows-table").waitFor();
    }));

  test("that is cut off is said to be no graph", () =>
    onPage({}, async (page) => {
      await page.locator("#file").setInputFiles(golden("OF001_onnx_cut_off"));
      await expect.poll(() => sentence(page)).toBe("This is not a graph");
      expect(await page.locator(".place b").first().textContent()).toBe("OF001");
      expect(await page.locator(".document-pane .empty").textContent()).toContain("not text");
    }));
});

describe.skipIf(TFLITE === undefined)("a TFLite model", () => {
  const file = TFLITE as string;

  test("is checked when it is dropped, and shown as an annotated graph", () =>
    onPage({}, async (page) => {
      await drop(page, file);
      await page.locator(".converted").waitFor();
      expect(await page.locator("#title-document").textContent()).toBe(path.basename(file));
      expect(await page.locator(".converted").textContent()).toMatch(/TFLite model, read-only/);
      expect(await sentence(page)).toMatch(/operators/);
      expect(await page.locator(".node").count()).toBeGreaterThan(3);
      expect(await page.locator(".cm-content").textContent()).toContain('"annotated-graph"');
      expect(await page.locator(".cm-content").getAttribute("aria-readonly")).toBe("true");
    }));

  test("leads from its nodes and findings to the text, and back", () =>
    onPage({}, async (page) => {
      await drop(page, file);
      await page.locator(".converted").waitFor();
      const row = page.locator(".node").nth(3);
      const name = (await row.locator(".node-name").textContent()) ?? "";
      await row.click();
      await expect.poll(() => page.locator(".cm-activeLine").textContent()).toContain(name);
      await page.keyboard.press("F8");
      await page.locator(".detail").waitFor();
      const selected = page.locator(".node[aria-selected=true] .node-name");
      await expect
        .poll(
          async () =>
            (await page.locator(".cm-lintRange, .cm-lintRange-warning, .cm-lintRange-error").count()) > 0,
        )
        .toBe(true);
      expect(await selected.count()).toBe(1);
    }));

  test("becomes an editable copy that fares no differently", () =>
    onPage({}, async (page) => {
      await drop(page, file);
      await page.locator(".converted").waitFor();
      const before = await page.locator(".outcome b").allTextContents();
      await page.getByRole("button", { name: "Edit a copy" }).click();
      await expect.poll(() => page.locator(".converted").count()).toBe(0);
      await settled(page);
      expect(await page.locator("#title-document").textContent()).toMatch(/\.json$/);
      await expect.poll(() => page.locator(".outcome b").allTextContents()).toEqual(before);
      await page.locator(".cm-content").click();
      await page.keyboard.type("x");
      await expect.poll(() => page.locator(".document-pane .pane-head").textContent()).toContain("changed");
    }));

  test("is shared as the graph that was read from it", async () => {
    let link = "";
    let before: string[] = [];
    const small = sample("tflite/tflm_conv0.tflite") as string;
    await onPage({}, async (page) => {
      await drop(page, small);
      await page.locator(".converted").waitFor();
      before = await page.locator(".outcome b").allTextContents();
      await expect.poll(() => page.url()).toContain("#v1=");
      await page.getByRole("button", { name: "Share", exact: true }).click();
      await expect.poll(() => page.getByLabel("Link").inputValue()).toContain("#v1=");
      link = await page.getByLabel("Link").inputValue();
    });
    await onPage({ hash: new URL(link).hash }, async (page) => {
      expect(await page.locator("#title-document").textContent()).toBe("tflm_conv0.json");
      expect(await page.locator(".outcome b").allTextContents()).toEqual(before);
    });
  });
});
