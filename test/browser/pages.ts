/** Pages as people open them: from a file, in a real Chromium. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";

let browser: Promise<Browser> | undefined;

export interface Opened {
  page: Page;
  /** What was asked for beside the page itself. */
  requests: string[];
  /** What the browser complained of. */
  complaints: string[];
}

/** Opens a page in a profile of its own, gone when the test is over. */
export async function open(text: string, options: BrowserContextOptions = {}): Promise<Opened> {
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
