import { readFileSync } from "node:fs";
import { NexusError } from "../../src/client/errors.ts";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { unsupportedBy } from "../../src/model/compatibility.ts";
import type { Kind } from "../../src/model/kind.ts";
import { ldapServer } from "../../src/model/kinds/ldap.ts";
import { repositoryKinds } from "../../src/model/kinds/repository/repository-kinds.ts";
import { buildCreateBody } from "../../src/model/request-body.ts";
import type { Fields, Json } from "../../src/util/json.ts";
import type { Server as What } from "../../src/util/release.ts";
import type { Names } from "./declarations.ts";
import { ldapDirectory } from "./ldap-directory.ts";
import type { ServerLogin } from "./resource-stack.ts";
import { authorityFile } from "./tls-proxy.ts";

const storage = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" };

/** What hosted repositories of some formats must have. */
const keys: Record<string, Fields> = { terraform: { terraformSigning: { keypair: "a key" } } };

const authority = readFileSync(authorityFile, "utf8");

/** The Core of 3.71 calls itself OSS, as did the free edition that has all formats. */
function isMissing(error: unknown, what: What): boolean {
  return error instanceof NexusError && error.status === 404 && what.edition === "OSS";
}

/** For each format that has groups, what their members can be of on this server: hosted ones, else proxies. */
function listMemberKinds(what: What): { path: string; format: string; kind: Kind }[] {
  return Object.entries(repositoryKinds as Record<string, Record<string, Kind>>).flatMap(([path, kinds]) => {
    const [kind] = [kinds.hosted, kinds.proxy].filter((one) => one && !unsupportedBy(what, one, {}).length);
    const format = kinds.group?.repository?.format;
    return format && kind ? [{ path, format, kind }] : [];
  });
}

/** What declarations can refer to, made in a server under names of its own; `remove` takes it away again. */
export async function seedNexus(
  server: ServerLogin,
  prefix: string,
): Promise<{ names: Names; what: What; remove(): Promise<void> }> {
  const client = new NexusClient(server);
  const undoing: string[] = [];
  const make = async (path: string, body: Json, remove: string) => {
    await client.send({ method: "POST", path, body });
    undoing.unshift(remove);
  };
  await client.get("/v1/status");
  const what = client.server;
  const name = (text: string) => `${prefix}-${text}`;
  const repository: Record<string, string[]> = {};
  const made = async (kind: Kind, path: string, one: string) => {
    const fields = { name: one, storage, proxy: { remoteUrl: "https://upstream.example" }, ...keys[path] };
    const known = Object.fromEntries(Object.entries(fields).filter(([part]) => kind.shape.fields?.[part]));
    const [, create = ""] = kind.endpoints(what).create.split(" ");
    await make(create, kind.toNexus(buildCreateBody(kind.shape, known), "create"), `/v1/repositories/${one}`);
  };
  for (const { path, format, kind } of listMemberKinds(what)) {
    const names = ["a", "b"].map((letter) => name(`${path}-${letter}`));
    try {
      for (const one of names) await made(kind, path, one);
      repository[format] = names;
    } catch (error) {
      if (!isMissing(error, what)) throw error;
    }
  }
  const policies = ["a", "b", "c"].map((letter) => name(`old-${letter}`));
  for (const policy of policies)
    await make(
      "/internal/cleanup-policies",
      { name: policy, format: "*", criteriaLastDownloaded: 30 },
      `/internal/cleanup-policies/${policy}`,
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
  const ldapServers: string[] = [];
  for (const one of what.edition === "CORE" ? [] : [name("ldap a"), name("ldap b")]) {
    const path = `/v1/security/ldap/${encodeURIComponent(one)}`;
    try {
      await make("/v1/security/ldap", { ...buildCreateBody(ldapServer.shape, ldapDirectory), name: one }, path);
      ldapServers.push(one);
    } catch (error) {
      if (!isMissing(error, what)) throw error;
    }
  }
  const members = ["a", "b"].map((letter) => name(`disk-${letter}`));
  for (const one of members) await make("/v1/blobstores/file", { name: one, path: one }, `/v1/blobstores/${one}`);
  await make("/v1/security/roles", { id: name("role"), name: "r" }, `/v1/security/roles/${name("role")}`);
  const script: string[] = [];
  const scriptBody = { name: name("script"), type: "groovy", content: "return 1" };
  await make("/v1/script", scriptBody, `/v1/script/${name("script")}`).then(
    () => script.push(name("script")),
    (error) => {
      // Scripts are switched off.
      if (!(error instanceof NexusError && error.status === 410)) throw error;
    },
  );
  const proxy = name("proxy");
  await made(repositoryKinds.raw.proxy, "raw", proxy);
  return {
    what,
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
      server: what,
    },
    remove: async () => {
      for (const path of undoing) await client.send({ method: "DELETE", path });
      await client.close();
    },
  };
}
