import { afterEach } from "vitest";
import { type EmbeddedNexus, type EmbeddedOptions, startNexus } from "../../src/index.ts";

const running: EmbeddedNexus[] = [];

/** A Nexus for the running test, stopped after it. */
export async function nexusWith(options?: EmbeddedOptions): Promise<EmbeddedNexus> {
  const nexus = await startNexus(options);
  running.push(nexus);
  return nexus;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((nexus) => nexus.stop()));
});

/** The body of an answer, to be looked into field by field. */
export interface Body {
  readonly [field: string]: Body | undefined;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of a JSON answer, the text of any other. */
  readonly body: Body;
}

/** The names, or ids, of the things in a list. */
export function names(list: Body): string[] {
  return (list as unknown as { name?: string; id?: string }[]).map(({ name, id }) => id ?? name ?? "");
}

/** Asks a Nexus under /service/rest: as admin, as `user:password`, or as nobody with null. */
export async function ask(
  nexus: EmbeddedNexus,
  method: string,
  path: string,
  body?: unknown,
  as: string | null = "admin:admin123",
): Promise<Answered> {
  const headers = new Headers({ Accept: "application/json" });
  if (as !== null) headers.set("Authorization", `Basic ${Buffer.from(as).toString("base64")}`);
  if (body !== undefined) headers.set("Content-Type", typeof body === "string" ? "text/plain" : "application/json");
  const sent = body === undefined ? {} : { body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)) };
  const response = await fetch(`${nexus.url}/service/rest${path}`, { method, headers, ...sent });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  const read: unknown = isJson ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: read as Body };
}

const STORAGE = { blobStoreName: "default", strictContentTypeValidation: true };

export const hosted = (name: string, more: object = {}) => ({
  name,
  online: true,
  storage: { ...STORAGE, writePolicy: "ALLOW" },
  ...more,
});

export const group = (name: string, memberNames: readonly string[], more: object = {}) => ({
  name,
  online: true,
  storage: STORAGE,
  group: { memberNames },
  ...more,
});

export const proxy = (name: string, more: object = {}) => ({
  name,
  online: true,
  storage: STORAGE,
  proxy: { remoteUrl: "http://127.0.0.1:9/", contentMaxAge: 1440, metadataMaxAge: 1440 },
  negativeCache: { enabled: true, timeToLive: 1440 },
  httpClient: { blocked: false, autoBlock: true },
  ...more,
});

export const docker = (more: object = {}) => ({ docker: { v1Enabled: false, forceBasicAuth: true, ...more } });

/** A user who has the privileges named and no other; his credentials. */
export async function userWith(nexus: EmbeddedNexus, userId: string, privileges: readonly string[]): Promise<string> {
  await ask(nexus, "POST", "/v1/security/roles", { id: userId, name: userId, privileges });
  await ask(nexus, "POST", "/v1/security/users", {
    userId,
    firstName: "A",
    lastName: "B",
    emailAddress: "a@example.org",
    password: "secret",
    status: "active",
    roles: [userId],
  });
  return `${userId}:secret`;
}
