import { readFileSync } from "node:fs";
import { NexusError } from "../../src/client/errors.ts";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Kind } from "../../src/model/kind.ts";
import { ldapServer } from "../../src/model/kinds/ldap.ts";
import { repositoryKinds } from "../../src/model/kinds/repository/repository-kinds.ts";
import { buildCreateBody } from "../../src/model/request-body.ts";
import type { Fields, Json } from "../../src/util/json.ts";
import type { Server } from "../../src/util/release.ts";
import type { Names } from "./declarations.ts";
import { ldapDirectory } from "./ldap-directory.ts";
import type { ServerLogin } from "./resource-stack.ts";
import { canCreate } from "./supported-kinds.ts";
import { authorityFile } from "./tls-proxy.ts";

const storage = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" };

/** Required fields of hosted repositories, by format. */
const requiredFields: Record<string, Fields> = { terraform: { terraformSigning: { keypair: "a key" } } };

const authority = readFileSync(authorityFile, "utf8");

/** Returns true for a 404 of a Core of 3.71, which reports the edition OSS, as did the former free edition with all formats. */
function isMissing(error: unknown, nexus: Server): boolean {
  return error instanceof NexusError && error.status === 404 && nexus.edition === "OSS";
}

/** Returns a kind for group members of each format with groups: hosted if the server supports it, else proxy. */
function listMemberKinds(nexus: Server): { path: string; format: string; kind: Kind }[] {
  return Object.entries(repositoryKinds as Record<string, Record<string, Kind>>).flatMap(([path, kinds]) => {
    const [kind] = [kinds.hosted, kinds.proxy].filter((kind) => kind && canCreate(nexus, kind));
    const format = kinds.group?.repository?.format;
    return format && kind ? [{ path, format, kind }] : [];
  });
}

/** Creates objects, with names that begin with the prefix, that declarations can refer to. `remove` deletes them. */
export async function seedNexus(
  server: ServerLogin,
  prefix: string,
): Promise<{ names: Names; nexus: Server; remove(): Promise<void> }> {
  const client = new NexusClient(server);
  const createdPaths: string[] = [];
  const create = async (path: string, body: Json, remove: string) => {
    await client.send({ method: "POST", path, body });
    createdPaths.unshift(remove);
  };
  await client.get("/v1/status");
  const nexus = client.server;
  const name = (text: string) => `${prefix}-${text}`;
  const repository: Record<string, string[]> = {};
  const createRepository = async (kind: Kind, path: string, repositoryName: string) => {
    const fields = {
      name: repositoryName,
      storage,
      proxy: { remoteUrl: "https://upstream.example" },
      ...requiredFields[path],
    };
    const supported = Object.fromEntries(Object.entries(fields).filter(([part]) => kind.shape.fields?.[part]));
    const [, createPath = ""] = kind.endpoints(nexus).create.split(" ");
    await create(
      createPath,
      kind.toNexus(buildCreateBody(kind.shape, supported), "create"),
      `/v1/repositories/${repositoryName}`,
    );
  };
  for (const { path, format, kind } of listMemberKinds(nexus)) {
    const names = ["a", "b"].map((letter) => name(`${path}-${letter}`));
    try {
      for (const repositoryName of names) await createRepository(kind, path, repositoryName);
      repository[format] = names;
    } catch (error) {
      if (!isMissing(error, nexus)) throw error;
    }
  }
  const policies = ["a", "b", "c"].map((letter) => name(`old-${letter}`));
  for (const policy of policies)
    await create(
      "/internal/cleanup-policies",
      { name: policy, format: "*", criteriaLastDownloaded: 30 },
      `/internal/cleanup-policies/${policy}`,
    );
  await create(
    "/v1/security/content-selectors",
    { name: name("selector"), expression: 'format == "raw"' },
    `/v1/security/content-selectors/${name("selector")}`,
  );
  await create(
    "/v1/routing-rules",
    { name: name("rule"), description: "", mode: "BLOCK", matchers: ["a"] },
    `/v1/routing-rules/${name("rule")}`,
  );
  const ldapServers: string[] = [];
  for (const ldapName of canCreate(nexus, ldapServer) ? [name("ldap a"), name("ldap b")] : []) {
    const path = `/v1/security/ldap/${encodeURIComponent(ldapName)}`;
    try {
      await create("/v1/security/ldap", { ...buildCreateBody(ldapServer.shape, ldapDirectory), name: ldapName }, path);
      ldapServers.push(ldapName);
    } catch (error) {
      if (!isMissing(error, nexus)) throw error;
    }
  }
  const members = ["a", "b"].map((letter) => name(`disk-${letter}`));
  for (const member of members)
    await create("/v1/blobstores/file", { name: member, path: member }, `/v1/blobstores/${member}`);
  await create("/v1/security/roles", { id: name("role"), name: "r" }, `/v1/security/roles/${name("role")}`);
  const script: string[] = [];
  const scriptBody = { name: name("script"), type: "groovy", content: "return 1" };
  await create("/v1/script", scriptBody, `/v1/script/${name("script")}`).then(
    () => script.push(name("script")),
    (error) => {
      // 410: scripts are disabled.
      if (!(error instanceof NexusError && error.status === 410)) throw error;
    },
  );
  const proxy = name("proxy");
  await createRepository(repositoryKinds.raw.proxy, "raw", proxy);
  return {
    nexus,
    names: {
      repository,
      blobStore: ["default"],
      memberBlobStores: members,
      cleanupPolicy: policies,
      privilege: ["nx-search-read", "nx-users-read", `nx-repository-view-raw-${name("raw-a")}-read`],
      role: ["nx-anonymous", name("role")],
      contentSelector: [name("selector")],
      proxy: [proxy],
      script,
      routingRule: [name("rule")],
      ldapServer: ldapServers,
      certificate: [authority, `\n${authority.replaceAll("\n", "\r\n\r\n")}  `],
      server: nexus,
    },
    remove: async () => {
      for (const path of createdPaths) await client.send({ method: "DELETE", path });
      await client.close();
    },
  };
}
