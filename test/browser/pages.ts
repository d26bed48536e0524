import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";

let browser: Promise<Browser> | undefined;

/** Represents a page in the browser. */
export interface OpenedPage {
  page: Page;
  /** The URLs that the page requested, itself excluded. */
  requests: string[];
  /** Messages and errors of the console. */
  complaints: string[];
}

/** Opens a page from a file, in Chromium with a profile of its own that is deleted after the test. */
export async function open(text: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  browser ??= chromium.connect(inject("browser"));
  const context = await (await browser).newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-page-"));
  onTestFinished(async () => {
    await context.close();
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, "review.html");
  writeFileSync(file, text);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  const url = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== url) requests.push(request.url());
  });
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, requests, complaints };
}
