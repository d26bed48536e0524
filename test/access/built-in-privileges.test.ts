import { startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { builtInPrivileges } from "../../src/model/nexus-defaults.ts";
import type { Fields } from "../../src/util/json.ts";

/** The actions of an application privilege in permissions, where they differ from those in responses (3.71, 3.77). */
const permittedActions: Readonly<Record<string, string>> = { ADD: "create", EDIT: "update", ALL: "*" };

it("knows the built-in privileges of the Pro edition and what each permits", async () => {
  const nexus = await startNexus({ edition: "PRO", connectors: "none", builtinRepositories: false });
  onTestFinished(() => nexus.stop());
  const client = new NexusClient({ url: nexus.url, username: "admin", password: "admin123" });
  onTestFinished(() => client.close());
  const { body } = await client.get("/v1/security/privileges");
  const application = (body as Fields[]).filter(({ type }) => type === "application");
  const served = application.map(({ name, domain, actions }): [string, string] => {
    const words = (actions as string[]).map((action) => permittedActions[action] ?? action.toLowerCase());
    return [String(name), `nexus:${String(domain)}:${words.join(",")}`];
  });
  const known = [...builtInPrivileges].filter(([name]) => name !== "nx-all" && !name.startsWith("nx-script-"));
  expect(Object.fromEntries(served)).toEqual(Object.fromEntries(known));
});
