import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { check, example, onPage, openFile, pageAddress, sentence, useBrowser } from "./browser.ts";

useBrowser();

const dialog = "dialog[open]";

describe("the address", () => {
  test("holds the state, and opens it again", async () => {
    let link = "";
    await onPage({}, async (page) => {
      await check(page, example("matmul_16a16w.json"), "my matmul.json");
      await page.locator("#soc").fill("SM8450");
      await page.keyboard.press("Enter");
      await expect.poll(() => sentence(page)).toContain("SM8450");
      await page.getByRole("switch", { name: "Strict" }).uncheck();
      await page.locator(".node", { hasText: "matmul" }).first().click();
      await expect.poll(() => page.url()).toContain("#v1=");
      await page.getByRole("button", { name: "Share", exact: true }).click();
      await expect.poll(() => page.getByLabel("Link").inputValue()).toContain("#v1=");
      await page.getByRole("button", { name: "Copy link" }).click();
      link = await page.evaluate(() => navigator.clipboard.readText());
      expect(link.startsWith(pageAddress())).toBe(true);
    });
    await onPage({ hash: new URL(link).hash }, async (page) => {
      expect(await page.locator("#title-document").textContent()).toBe("my matmul.json");
      expect(await page.locator("#soc").inputValue()).toBe("SM8450");
      expect(await page.getByRole("switch", { name: "Strict" }).isChecked()).toBe(false);
      expect(await page.locator(".cm-content").textContent()).toContain("matmul");
      await expect
        .poll(() => page.locator(".node[aria-selected=true] .node-name").textContent())
        .toBe("matmul");
    });
  });

  test("names an example instead of holding it", () =>
    onPage({}, async (page) => {
      await expect.poll(() => page.url()).toContain("#v1=");
      expect(page.url().length).toBeLessThan(300);
    }));

  test.each([["#v1=not-base64!"], ["#v1=AAAA"], ["#v1="]])("that is broken (%s) says so", (hash) =>
    onPage({ hash }, async (page) => {
      expect(await page.locator(".notice").textContent()).toContain("damaged or incomplete");
      expect(await sentence(page)).toContain("SM8750");
    }),
  );
});

test("a document too large for a link says what to do instead", () =>
  onPage({}, async (page) => {
    const noise = Array.from({ length: 60_000 }, (_, at) =>
      (Math.imul(at + 1, 2_654_435_761) >>> 0).toString(36),
    ).join(" ");
    await check(
      page,
      JSON.stringify({ format: "annotated-graph", version: "1.0", nodes: [], "x-noise": noise }),
    );
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await expect.poll(() => page.locator(dialog).textContent()).toContain("too large for a link");
    expect(new URL(page.url()).hash).toBe("");
  }));

test("the command line is copied, quoted", () =>
  onPage({}, async (page) => {
    await check(page, example("matmul_16a16w.json"), "it's mine.json");
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByRole("button", { name: "Copy command" }).click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    expect(command).toBe(`opfit check 'it'\\''s mine.json' --target htp:SM8750@2.49`);
  }));

test("the report is copied as Markdown and downloaded as JSON", () =>
  onPage({}, async (page) => {
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByRole("button", { name: "Copy as Markdown" }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toContain("### opfit: `vit_block");
    const markdown = await page.evaluate(() => navigator.clipboard.readText());
    expect(markdown).toContain("**OF308**");
    expect(markdown).toMatch(/\[Open in the playground\]\(http.*#v1=/);

    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download JSON" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("vit_block_16a8w_mistakes.opfit.json");
    const report = JSON.parse(readFileSync(await download.path(), "utf8"));
    expect(report.runs[0].summary.nodes).toBe(27);
  }));

test("a large file is too large for a link, and is shared as a command", () =>
  onPage({}, async (page) => {
    const text = `{"format": "annotated-graph", "version": "1.0", "x-pad": "${"a".repeat(3_100_000)}", "nodes": []}`;
    await openFile(page, { name: "large.json", text });
    await expect.poll(() => sentence(page)).toBe("There is no operator in this graph");
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await expect
      .poll(() => page.locator(dialog).textContent())
      .toContain("large.json is too large for a link");
  }));
