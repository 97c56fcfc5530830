import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { serve } from "../../scripts/serve.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
export const dist = path.resolve(process.env.OPFIT_DIST ?? path.join(here, "../../dist"));
export const examples = path.join(here, "../../../examples");

const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run " +
  "--disable-background-networking --disable-component-update --disable-sync";

let browser: Browser;
let server: Server;
let address = "";
let scratch = "";

/** A browser and a server for the tests of one file. One that measures goes before whatever else runs. */
export function useBrowser({ measures = false } = {}): void {
  beforeAll(async () => {
    const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync) ?? "";
    browser = await chromium.launch({ executablePath, args: FLAGS.split(" ") });
    if (measures) preferChildren();
    ({ server, address } = await serve(dist));
    scratch = mkdtempSync(path.join(os.tmpdir(), "opfit-e2e-"));
  });
  afterAll(async () => {
    await browser.close();
    server.close();
    rmSync(scratch, { recursive: true });
  });
}

/**
 * Asks Linux to run this process's children first, so that what is measured is the
 * page and not what else the machine is doing. Where that is not allowed, so be it.
 */
function preferChildren(): void {
  try {
    const self = `/proc/${process.pid}/task/${process.pid}/children`;
    for (const child of readFileSync(self, "utf8").split(" ").filter(Boolean)) {
      writeFileSync(`/proc/${child}/autogroup`, "-15");
    }
  } catch (error) {
    console.log(`measured at ordinary priority: ${(error as Error).message}`);
  }
}

export function pageAddress(): string {
  return address;
}

export function stopServer(): void {
  server.closeAllConnections();
  server.close();
}

export interface Visit {
  page: Page;
  /** What went wrong: console errors, exceptions, policy violations, requests to other origins. */
  complaints: string[];
  close(): Promise<void>;
}

interface VisitOptions extends BrowserContextOptions {
  hash?: string;
  /** What the visit begins with; nothing is awaited where the page is not expected to check. */
  answered?: boolean;
  prepare?: (page: Page) => Promise<void>;
}

/** Opens the page, watched. */
export async function visit({
  hash = "",
  answered = true,
  prepare,
  ...options
}: VisitOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: "block",
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.stack}`));
  page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(address)) {
      complaints.push(`foreign request: ${request.url()}`);
    }
  });
  await page.exposeFunction("reportViolation", (text: string) => complaints.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      (window as unknown as { reportViolation(text: string): void }).reportViolation(
        `${event.violatedDirective} ${event.blockedURI}`,
      );
    });
  });
  await prepare?.(page);
  await page.goto(address + hash);
  if (answered) await page.locator(".basis").waitFor();
  return { page, complaints, close: () => context.close() };
}

/** Runs a test on a page, and fails it if the browser had anything to complain about. */
export async function onPage(options: VisitOptions, test: (page: Page) => Promise<void>): Promise<void> {
  const opened = await visit(options);
  try {
    await test(opened.page);
    expect(opened.complaints).toEqual([]);
  } finally {
    await opened.close();
  }
}

/** A real file of the published samples; undefined where they do not lie beside the checkout. */
export function sample(name: string): string | undefined {
  const shared = process.env.OPFIT_SHARED ?? path.join(here, "../../../../shared");
  const file = path.join(shared, "samples", name);
  return existsSync(file) ? file : undefined;
}

export function example(name: string): string {
  return readFileSync(path.join(examples, name), "utf8");
}

/** A benchmark graph with this many operators, written by the repository's generator. */
export function syntheticGraph(operators: number): string {
  const file = path.join(scratch, `synthetic_${operators}.json`);
  if (!existsSync(file)) {
    const generator = path.join(here, "../../../tools/examples/generate.py");
    execFileSync("python3", [generator, "--synthetic", String(operators), "--out", file]);
  }
  return file;
}

export async function openFile(page: Page, file: string | { name: string; text: string }): Promise<void> {
  const picked =
    typeof file === "string"
      ? file
      : { name: file.name, mimeType: "application/json", buffer: Buffer.from(file.text) };
  await page.locator("#file").setInputFiles(picked);
}

/** Opens text as a file and waits until it was checked. */
export async function check(page: Page, text: string, name = "graph.json"): Promise<void> {
  const before = await answers(page);
  await openFile(page, { name, text });
  await page.locator("#title-document", { hasText: name }).waitFor();
  await expect.poll(() => answers(page)).toBeGreaterThan(before);
}

/** How often the page has had an answer to show. */
async function answers(page: Page): Promise<number> {
  return Number(await page.locator("main").getAttribute("data-answers"));
}

/** Waits until the page has drawn what it has to draw and has nothing left to do. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestIdleCallback(() => setTimeout(resolve))),
      ),
  );
}

export async function sentence(page: Page): Promise<string> {
  return (await page.locator(".sentence").textContent()) ?? "";
}

export async function replaceText(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}
