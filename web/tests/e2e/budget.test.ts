import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { dist, onPage, openFile, sentence, settled, syntheticGraph, useBrowser } from "./browser.ts";

useBrowser({ measures: true });

/** Other work on the machine only ever makes a measurement worse: the best of a few is the page's own. */
const ATTEMPTS = 5;
const LONGEST_TASK_MS = 100;
const KEYSTROKE_MS = 50;
const WARM_UP = 6;
const KEYSTROKES = 60;

describe("compressed", () => {
  const assets = path.join(dist, "assets");
  const kilobytes = (...extensions: string[]) =>
    readdirSync(assets)
      .filter((name) => extensions.includes(path.extname(name)))
      .map((name) => gzipSync(readFileSync(path.join(assets, name)), { level: 9 }).length / 1_024)
      .reduce((sum, size) => sum + size, 0);

  test("script and style are at most 200 KB", () => {
    console.log(`script and style: ${kilobytes(".js", ".css").toFixed(1)} KB`);
    expect(kilobytes(".js", ".css")).toBeLessThanOrEqual(200);
  });

  test("the engine with its catalog is at most 400 KB", () => {
    console.log(`engine: ${kilobytes(".wasm").toFixed(1)} KB`);
    expect(kilobytes(".wasm")).toBeLessThanOrEqual(400);
  });
});

test("from keystroke to findings it takes at most 50 ms, 95th percentile, at 2,000 nodes", async () => {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && best > KEYSTROKE_MS; ++attempt) {
    await onPage({}, async (page) => {
      await openFile(page, syntheticGraph(2_000));
      await expect.poll(() => sentence(page)).toContain("2,000 operators");
      best = Math.min(best, await keystrokeP95(page));
    });
  }
  expect(best).toBeLessThanOrEqual(KEYSTROKE_MS);
});

/** Types into the document, and measures from each key event to the change of the verdict and the findings. */
async function keystrokeP95(page: Page): Promise<number> {
  await page.locator(".node", { hasText: "conv" }).nth(3).click();
  await page.locator(".cm-activeLine").click();
  await page.evaluate(() => {
    const measured: number[] = [];
    let pressed = 0;
    addEventListener("keydown", (event) => (pressed = event.timeStamp), { capture: true });
    new MutationObserver(() => {
      if (pressed > 0) measured.push(performance.now() - pressed);
      pressed = 0;
    }).observe(document.querySelector("main") as Element, { attributeFilter: ["data-answers"] });
    Object.assign(window, { measured });
  });
  await page.keyboard.press("Home");
  for (let press = 0; press < WARM_UP + KEYSTROKES; ++press) {
    await page.keyboard.press(press % 2 === 0 ? " " : "Backspace");
    await page.waitForFunction(
      (count) => (window as unknown as { measured: number[] }).measured.length > count,
      press,
    );
  }
  const all = await page.evaluate(() => (window as unknown as { measured: number[] }).measured);
  const sorted = all.slice(WARM_UP).sort((a, b) => a - b);
  const [median, p95] = [0.5, 0.95].map((part) => sorted[Math.floor(sorted.length * part)] as number);
  console.log(`${sorted.length} keystrokes: median ${median?.toFixed(1)} ms, p95 ${p95?.toFixed(1)} ms`);
  return p95 ?? Number.POSITIVE_INFINITY;
}

test("100,000 operators never hold the main thread for more than 100 ms", async () => {
  let worst: string[] = ["not measured"];
  for (let attempt = 0; attempt < ATTEMPTS && worst.length > 0; ++attempt) {
    await onPage({}, async (page) => {
      worst = await longTasks(page);
    });
  }
  expect(worst).toEqual([]);
});

async function longTasks(page: Page): Promise<string[]> {
  // The page itself is loaded; from here on everything counts.
  await settled(page);
  await page.evaluate(() => {
    const tasks: number[] = [];
    const note = (entries: PerformanceEntryList) => tasks.push(...entries.map(({ duration }) => duration));
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: "longtask" });
    const takeTasks = () => {
      note(observer.takeRecords());
      return tasks.splice(0);
    };
    Object.assign(window, { takeTasks });
  });
  const long: string[] = [];
  let longest = 0;
  const step = async (what: string, act: () => Promise<unknown>) => {
    await act();
    await settled(page);
    const tasks = await page.evaluate(() => (window as unknown as { takeTasks(): number[] }).takeTasks());
    longest = Math.max(longest, ...tasks);
    for (const duration of tasks) if (duration > LONGEST_TASK_MS) long.push(`${what}: ${duration} ms`);
  };
  const scroll = (selector: string) =>
    page.locator(selector).evaluate(async (list) => {
      for (let frame = 0; frame < 60; ++frame) {
        list.scrollTop += 47_000;
        await new Promise(requestAnimationFrame);
      }
    });
  await step("open", async () => {
    await openFile(page, syntheticGraph(100_000));
    await expect.poll(() => sentence(page), { timeout: 60_000 }).toContain("100,000 operators");
  });
  await step("scroll the graph", () => scroll(".graph-list"));
  await step("select", () => page.locator(".node").nth(12).click());
  await step("change the chip", async () => {
    await page.locator("#soc").fill("SM8450");
    await page.keyboard.press("Enter");
    await expect.poll(() => sentence(page), { timeout: 60_000 }).toContain("SM8450");
  });
  await step("next finding", () => page.keyboard.press("F8"));
  await step("group", () => page.getByRole("button", { name: "By code" }).click());
  await step("scroll the findings", () => scroll(".findings-list"));
  await step("filter the findings", async () => {
    await page.getByLabel("Filter findings").fill("no such finding");
    await page.locator(".side-pane .empty").waitFor();
    await page.getByLabel("Filter findings").fill("");
    await page.locator(".finding").first().waitFor();
  });
  await step("filter the nodes", async () => {
    await page.getByLabel("Filter nodes").fill("conv");
    await expect
      .poll(async () =>
        (await page.locator(".node-name").allTextContents()).every((name) => /conv/.test(name)),
      )
      .toBe(true);
  });
  await step("one outcome", () => page.locator(".outcome.unsupported").click());
  console.log(`longest task at 100,000 operators: ${longest} ms`);
  return long;
}
