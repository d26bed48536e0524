import { inject } from "vitest";
import type { ServerLogin } from "./resource-stack.ts";

/**
 * Returns the login of the real Nexus that the test files of a run share, started by the first call. With NEXUS_URL it is that
 * server. A test that sets its settings, or reads everything, starts a Core of its own.
 */
export async function getRealNexus(): Promise<ServerLogin> {
  const { NEXUS_URL, NEXUS_USERNAME = "admin", NEXUS_PASSWORD = "admin123" } = process.env;
  if (NEXUS_URL) return { url: NEXUS_URL, username: NEXUS_USERNAME, password: NEXUS_PASSWORD };
  const response = await fetch(inject("realNexusStarter"));
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as ServerLogin;
}
