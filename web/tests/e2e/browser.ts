import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
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

/** A browser and a server for the tests of one file. */
export function useBrowser(): void {
  beforeAll(async () => {
    const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync) ?? "";
    browser = await chromium.launch({ executablePath, args: FLAGS.split(" ") });
    ({ server, address } = await serve(dist));
    scratch = mkdtempSync(path.join(os.tmpdir(), "opfit-e2e-"));
  });
  afterAll(async () => {
    await browser.close();
    server.close();
    rmSync(scratch, { recursive: true });
  });
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
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
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
  const before = await page.locator(".basis").textContent();
  await openFile(page, { name, text });
  await page.locator("#title-document", { hasText: name }).waitFor();
  await expect.poll(() => page.locator(".basis").textContent()).not.toBe(before);
}

export async function sentence(page: Page): Promise<string> {
  return (await page.locator(".sentence").textContent()) ?? "";
}

export async function replaceText(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}
