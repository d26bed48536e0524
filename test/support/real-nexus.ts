/** Starts one real Nexus Core for all tests of a vitest project. With NEXUS_URL, that server is used instead. */
import type { TestProject } from "vitest/node";
import { startCore } from "../../tools/nexus-core/start-core.ts";
import type { ServerLogin } from "./resource-stack.ts";
import { hasTool } from "./tools.ts";

declare module "vitest" {
  interface ProvidedContext {
    realNexus: ServerLogin;
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { NEXUS_URL, NEXUS_USERNAME = "admin", NEXUS_PASSWORD = "admin123" } = process.env;
  if (NEXUS_URL) {
    project.provide("realNexus", { url: NEXUS_URL, username: NEXUS_USERNAME, password: NEXUS_PASSWORD });
    return undefined;
  }
  if (!hasTool("core")) return undefined;
  const { stop, ...server } = await startCore();
  project.provide("realNexus", server);
  return stop;
}
