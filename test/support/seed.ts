import { NexusClient } from "../../src/client/nexus.ts";
import type { Json } from "../../src/json.ts";
import type { Server as What } from "../../src/release.ts";
import type { Names } from "./declarations.ts";
import type { Server } from "./runs.ts";

const storage = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" };

/** What declarations can refer to, made in a server under names of its own; `remove` takes it away again. */
export async function seed(
  server: Server,
  prefix: string,
): Promise<{ names: Names; what: What; remove(): Promise<void> }> {
  const client = new NexusClient(server);
  const made: string[] = [];
  const make = async (path: string, body: Json, remove: string) => {
    await client.send({ method: "POST", path, body });
    made.unshift(remove);
  };
  await client.get("/v1/status");
  const what = client.server;
  const hasDocker = what.edition === "COMMUNITY" || what.edition === "PRO";
  const name = (text: string) => `${prefix}-${text}`;
  const repositories = async (format: string, more: Json) => {
    const names = ["a", "b"].map((letter) => name(`${format}-${letter}`));
    for (const one of names)
      await make(
        `/v1/repositories/${format}/hosted`,
        { name: one, online: true, storage, ...(more as object) },
        `/v1/repositories/${one}`,
      );
    return names;
  };
  const repository: Record<string, string[]> = {
    raw: await repositories("raw", {}),
    maven2: await repositories("maven", { maven: { versionPolicy: "MIXED", layoutPolicy: "STRICT" } }),
    ...(hasDocker && { docker: await repositories("docker", { docker: { forceBasicAuth: true, v1Enabled: false } }) }),
  };
  for (const format of Object.keys(repository))
    await make(
      "/internal/cleanup-policies",
      { name: name(`${format}-old`), format: "*", criteriaLastDownloaded: 30 },
      `/internal/cleanup-policies/${name(`${format}-old`)}`,
    );
  await make(
    "/v1/security/content-selectors",
    { name: name("selector"), expression: 'format == "raw"' },
    `/v1/security/content-selectors/${name("selector")}`,
  );
  await make(
    "/v1/routing-rules",
    { name: name("rule"), description: "", mode: "BLOCK", matchers: ["a"] },
    `/v1/routing-rules/${name("rule")}`,
  );
  await make("/v1/security/roles", { id: name("role"), name: "r" }, `/v1/security/roles/${name("role")}`);
  return {
    what,
    names: {
      repository,
      blobStore: ["default"],
      cleanupPolicy: Object.keys(repository).map((format) => name(`${format}-old`)),
      privilege: ["nx-search-read", "nx-users-read", `nx-repository-view-raw-${name("raw-a")}-read`],
      role: ["nx-anonymous", name("role")],
      contentSelector: [name("selector")],
      routingRule: [name("rule")],
      server: what,
    },
    remove: async () => {
      for (const path of made) await client.send({ method: "DELETE", path });
      await client.close();
    },
  };
}
