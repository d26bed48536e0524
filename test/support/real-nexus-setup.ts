/**
 * Setup of a test run: starts the real Nexus Core that test files share, when the first of them calls `getRealNexus`. The
 * files run in other processes, so they ask over HTTP.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { type Core, startCore } from "../../tools/nexus-core/start-core.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The URL that starts the real Core. */
    realNexusStarter: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let core: Promise<Core> | undefined;
  const starter = createServer(async (_request, response) => {
    core ??= startCore();
    await core.then(
      ({ url, username, password }) => response.end(JSON.stringify({ url, username, password })),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  await once(starter.listen(0, "127.0.0.1"), "listening");
  project.provide("realNexusStarter", `http://127.0.0.1:${(starter.address() as AddressInfo).port}`);
  return async () => {
    starter.close();
    await core?.then(
      ({ stop }) => stop(),
      () => {},
    );
  };
}
