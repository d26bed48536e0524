import type { EmbeddedNexus } from "../../src/index.ts";
import { ask } from "./nexuses.ts";

const ADMIN = "admin:admin123";

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString("base64")}`;

/** A request for what a repository holds: as admin, as `user:password`, or as nobody with null. */
export function content(
  nexus: EmbeddedNexus,
  method: string,
  path: string,
  init: RequestInit = {},
  as: string | null = ADMIN,
): Promise<Response> {
  const headers = { ...(as !== null && { Authorization: basic(as) }), ...init.headers };
  return fetch(`${nexus.url}/repository/${path}`, { method, ...init, headers });
}

/** What is there; the status where that is no 200. */
export async function got(nexus: EmbeddedNexus, path: string, as: string | null = ADMIN): Promise<string | number> {
  const answer = await content(nexus, "GET", path, {}, as);
  const text = await answer.text();
  return answer.status === 200 ? text : answer.status;
}

const STORAGE = { blobStoreName: "default", strictContentTypeValidation: true };

/** Makes a hosted repository, a proxy of it and a group of both, called H, P and G. */
export async function trio(nexus: EmbeddedNexus, format: string, more: object = {}): Promise<void> {
  const make = (type: string, name: string, parts: object) =>
    ask(nexus, "POST", `/v1/repositories/${format}/${type}`, {
      name,
      online: true,
      storage: STORAGE,
      ...more,
      ...parts,
    });
  await make("hosted", "H", { storage: { ...STORAGE, writePolicy: "ALLOW_ONCE" } });
  await make("proxy", "P", {
    proxy: { remoteUrl: `${nexus.url}/repository/H/`, contentMaxAge: 1440, metadataMaxAge: 60 },
    negativeCache: { enabled: true, timeToLive: 10 },
    httpClient: { blocked: false, autoBlock: true },
  });
  await make("group", "G", { group: { memberNames: ["H", "P"] } });
}

/** The components of a repository as `group/name/version`. */
export async function components(nexus: EmbeddedNexus, repository: string): Promise<string[]> {
  const { items } = (await ask(nexus, "GET", `/v1/components?repository=${repository}`)).body as unknown as {
    items: { group: string | null; name: string; version: string }[];
  };
  return items.map(({ group, name, version }) => `${group ?? ""}/${name}/${version}`).sort();
}
