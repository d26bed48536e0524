import type { EmbeddedNexus } from "../../src/index.ts";
import { ask } from "./nexuses.ts";

const ADMIN = "admin:admin123";

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString("base64")}`;

/** Sends a request for content: as admin, as `user:password`, or with null without credentials. */
export function requestContent(
  nexus: EmbeddedNexus,
  method: string,
  path: string,
  init: RequestInit = {},
  as: string | null = ADMIN,
): Promise<Response> {
  const headers = { ...(as !== null && { Authorization: basic(as) }), ...init.headers };
  return fetch(`${nexus.url}/repository/${path}`, { method, ...init, headers });
}

/** Downloads a text; returns the status if it is not 200. */
export async function download(
  nexus: EmbeddedNexus,
  path: string,
  as: string | null = ADMIN,
): Promise<string | number> {
  const response = await requestContent(nexus, "GET", path, {}, as);
  const text = await response.text();
  return response.status === 200 ? text : response.status;
}

const STORAGE = { blobStoreName: "default", strictContentTypeValidation: true };

/** Creates a hosted repository, a proxy of it and a group of both, named H, P and G. */
export async function createRepositories(nexus: EmbeddedNexus, format: string, more: object = {}): Promise<void> {
  const create = (type: string, name: string, parts: object) =>
    ask(nexus, "POST", `/v1/repositories/${format}/${type}`, {
      name,
      online: true,
      storage: STORAGE,
      ...more,
      ...parts,
    });
  await create("hosted", "H", { storage: { ...STORAGE, writePolicy: "ALLOW_ONCE" } });
  await create("proxy", "P", {
    proxy: { remoteUrl: `${nexus.url}/repository/H/`, contentMaxAge: 1440, metadataMaxAge: 60 },
    negativeCache: { enabled: true, timeToLive: 10 },
    httpClient: { blocked: false, autoBlock: true },
  });
  await create("group", "G", { group: { memberNames: ["H", "P"] } });
}

/** Lists the components of a repository as `group/name/version`. */
export async function listComponents(nexus: EmbeddedNexus, repository: string): Promise<string[]> {
  const { items } = (await ask(nexus, "GET", `/v1/components?repository=${repository}`)).body as unknown as {
    items: { group: string | null; name: string; version: string }[];
  };
  return items.map(({ group, name, version }) => `${group ?? ""}/${name}/${version}`).sort();
}
