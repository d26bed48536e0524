/** Starts one Chromium for all tests of pages. */
import { chromium as driver } from "playwright-core";
import type { TestProject } from "vitest/node";
import { installChromium } from "../../tools/browser/install-chromium.mjs";
import { hasTool } from "./tools.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The WebSocket URL of the browser. */
    browser: string;
  }
}

/** Options against background requests. Chromium runs as root only without its sandbox. */
const options = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!hasTool("chromium")) return undefined;
  const server = await driver.launchServer({ executablePath: await installChromium(), args: options });
  project.provide("browser", server.wsEndpoint());
  return () => server.close();
}
