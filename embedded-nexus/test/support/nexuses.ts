import { afterEach } from "vitest";
import { type EmbeddedNexus, type EmbeddedOptions, startNexus } from "../../src/index.ts";

const running: EmbeddedNexus[] = [];

/** Starts a Nexus that is stopped after the running test. */
export async function nexusWith(options?: EmbeddedOptions): Promise<EmbeddedNexus> {
  const nexus = await startNexus(options);
  running.push(nexus);
  return nexus;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((nexus) => nexus.stop()));
});

/** The body that creates an LDAP server which is asked anonymously. */
export const ldapServer = {
  name: "a",
  protocol: "ldap",
  host: "ldap.example",
  port: 389,
  searchBase: "dc=example",
  authScheme: "NONE",
  connectionTimeoutSeconds: 30,
  connectionRetryDelaySeconds: 300,
  maxIncidentsCount: 3,
  userObjectClass: "inetOrgPerson",
  userIdAttribute: "uid",
  userRealNameAttribute: "cn",
  userEmailAddressAttribute: "mail",
};

/** The body of a response; its fields can be read without a type. */
export interface Body {
  readonly [field: string]: Body | undefined;
}

/** A response of the API. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, or the text of any other response. */
  readonly body: Body;
}

/** Returns the ids, or the names, of the items in a list. */
export function names(list: Body): string[] {
  return (list as unknown as { name?: string; id?: string }[]).map(({ name, id }) => id ?? name ?? "");
}

/** Sends a request to the API, below /service/rest: as admin, as `user:password`, or with null without credentials. */
export async function ask(
  nexus: EmbeddedNexus,
  method: string,
  path: string,
  body?: unknown,
  as: string | null = "admin:admin123",
): Promise<ApiResponse> {
  const headers = new Headers({ Accept: "application/json" });
  if (as !== null) headers.set("Authorization", `Basic ${Buffer.from(as).toString("base64")}`);
  if (body !== undefined) headers.set("Content-Type", typeof body === "string" ? "text/plain" : "application/json");
  const init = body === undefined ? {} : { body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)) };
  const response = await fetch(`${nexus.url}/service/rest${path}`, { method, headers, ...init });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  const parsed: unknown = isJson ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: parsed as Body };
}

const STORAGE = { blobStoreName: "default", strictContentTypeValidation: true };

/** Creates the body of a hosted repository. */
export const hosted = (name: string, more: object = {}) => ({
  name,
  online: true,
  storage: { ...STORAGE, writePolicy: "ALLOW" },
  ...more,
});

/** Creates the body of a group. */
export const group = (name: string, memberNames: readonly string[], more: object = {}) => ({
  name,
  online: true,
  storage: STORAGE,
  group: { memberNames },
  ...more,
});

/** Creates the body of a proxy whose upstream does not exist. */
export const proxy = (name: string, more: object = {}) => ({
  name,
  online: true,
  storage: STORAGE,
  proxy: { remoteUrl: "http://127.0.0.1:9/", contentMaxAge: 1440, metadataMaxAge: 1440 },
  negativeCache: { enabled: true, timeToLive: 1440 },
  httpClient: { blocked: false, autoBlock: true },
  ...more,
});

/** Creates the Docker attributes of a repository. */
export const docker = (more: object = {}) => ({ docker: { v1Enabled: false, forceBasicAuth: true, ...more } });

/** Creates a user who has only the given privileges; returns the credentials, `user:password`. */
export async function createUser(nexus: EmbeddedNexus, userId: string, privileges: readonly string[]): Promise<string> {
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
