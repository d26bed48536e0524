import { ANONYMOUS, type Exchange, type ExchangeHeaders, getExchangeName } from "./exchanges.ts";
import type { ReplaySession } from "./replay-session.ts";

/** The passwords of recorded users. Default: "p". */
const PASSWORDS: Readonly<Record<string, string>> = {
  admin: "admin123",
  alice: "newpw2",
  alice2: "pw\n",
  malice: "secret1",
  u3: "p1",
  u4: "p1",
};

interface RequestDetails extends ExchangeHeaders {
  readonly credentials?: string;
  /** The text was sent as a JSON string. */
  readonly quoted?: true;
}

/** The recording of 3.77 contains no headers. Where they differ from the usual ones, the note of the exchange shows it. */
const DETAILS_BY_NOTE: Readonly<Record<string, RequestDetails>> = {
  "bad password": { credentials: "admin:wrong" },
  "wrong password upload": { credentials: "admin:wrong", contentType: "text/plain" },
  "wrong password read": { credentials: "admin:wrong" },
  "unknown user": { credentials: "nosuch:wrong" },
  "login old": { credentials: "alice:secret1" },
  "login w/o newline": { credentials: "alice2:pw" },
  "wrong content type": { contentType: "text/plain" },
  "malformed json": { contentType: "application/json" },
  "empty body": { contentType: "application/json" },
  "add with json string": { contentType: "application/json", quoted: true },
  "not acceptable": { accept: "text/html" },
  "change-password with json ctype": { contentType: "application/json" },
  "change-password no ctype": { contentType: null },
  "change-password empty": { contentType: "text/plain" },
};

/** Returns the request of an exchange, for fetch. */
export function toRequest(exchange: Exchange): RequestInit {
  const { method, request, as, note } = exchange;
  const isText = typeof request === "string" && !DETAILS_BY_NOTE[note]?.quoted;
  const usual = request === undefined ? null : isText ? "text/plain" : "application/json";
  const details: RequestDetails = exchange.headers ?? DETAILS_BY_NOTE[note] ?? {};
  const { credentials, accept = "application/json", contentType = usual } = details;
  const headers: [string, string][] = [];
  const login = credentials ?? (as === ANONYMOUS ? undefined : `${as}:${PASSWORDS[as] ?? "p"}`);
  if (login !== undefined) headers.push(["Authorization", `Basic ${Buffer.from(login).toString("base64")}`]);
  // Without the header, fetch sends */*, which has the same effect.
  if (accept !== null) headers.push(["Accept", accept]);
  if (contentType !== null) headers.push(["Content-Type", contentType]);
  if (request === undefined) return { method, headers, ...(contentType === null ? {} : { body: "" }) };
  // Bytes, because fetch adds a content type to a string.
  return { method, headers, body: Buffer.from(isText ? request : JSON.stringify(request)) };
}

const STORAGE = { blobStoreName: "default", strictContentTypeValidation: true };
const MEMBERS = [..."01234567"].map((number) => `m0688-${number}`).concat("keep0688");
const BROKEN_GROUP = "line 1282: GET /service/rest/v1/repositories/raw/group/grp0688";

type Step = readonly [method: string, path: string, body?: unknown];

/**
 * Requests that the recording of 3.77 does not contain, because it is a selection. Later recorded responses prove them. They
 * are sent as admin before the exchange that is their key.
 */
export const UNRECORDED_STEPS: Readonly<Record<string, readonly Step[]>> = {
  // From here on alice has the role nx-admin.
  "line 150: GET /service/rest/v1/security/users?userId=alice": [
    [
      "PUT",
      "/v1/security/users/alice",
      { ...createLocalUser("alice", "Alice", "A"), roles: ["nx-admin", "nx-anonymous"] },
    ],
  ],
  // Lists contain an application privilege p-app until its recorded deletion.
  "line 244: POST /service/rest/v1/security/privileges/repository-content-selector": [
    ["POST", "/v1/security/privileges/application", { name: "p-app", domain: "users", actions: ["READ"] }],
  ],
  // RAW-H exists beside raw-h: a delete of RAW-H deletes raw-h, and from here on raw-h finds RAW-H.
  "line 833: GET /service/rest/v1/repositories/raw/proxy/raw-h": [["DELETE", "/v1/repositories/RAW-H"]],
  "line 985: GET /service/rest/v1/repositories": createDeletes(
    "/v1/repositories",
    ...["mvn-g", "raw-h", "raw-p", "mvn-h", "mvn-p", "apt-h", "apt-p", "t1"],
  ),
  "line 1073: GET /service/rest/v1/cleanup-policies": [
    ...createDeletes("/internal/cleanup-policies", "cp-mvn", "cp-all"),
    ...createDeletes("/v1/repositories", "q1", "q2", "q3", "q4", "q5", "a1", "a2"),
  ],
  // The members of the group that is created next.
  "line 1281: POST /service/rest/v1/repositories/raw/group": MEMBERS.map((name) => [
    "POST",
    "/v1/repositories/raw/hosted",
    { name, online: true, storage: { ...STORAGE, writePolicy: "ALLOW" } },
  ]),
};

function createDeletes(collection: string, ...names: string[]): Step[] {
  return names.map((name) => ["DELETE", `${collection}/${name}`]);
}

function createLocalUser(userId: string, firstName: string, lastName: string) {
  return { userId, firstName, lastName, emailAddress: `${userId}@example.org`, status: "active", source: "default" };
}

/** Names of objects that the recorder created repeatedly. They are deleted before each creation and after a section. */
const RECREATED = /^(p-\w+-(m|act)|r-poison|t1)$/;
/** Names of objects that the recorder created for a single test. They are deleted before the next other request. */
const TEMPORARY = /^(p-\w+-lc|nx-p-\w+|p-app2|p-w2|-a|a\.b_c-d|A|x{200})$/;

const COLLECTIONS: readonly (readonly [postPath: RegExp, deletePath: string])[] = [
  [/\/v1\/security\/privileges\//, "/v1/security/privileges"],
  [/\/v1\/security\/roles$/, "/v1/security/roles"],
  [/\/v1\/repositories\//, "/v1/repositories"],
];

/** Sends the requests that the recording does not contain. */
export class UnrecordedSteps {
  readonly #session: ReplaySession;
  #temporaryPath: string | undefined;
  #section = "";
  readonly #recreatedPaths = new Set<string>();

  constructor(session: ReplaySession) {
    this.#session = session;
  }

  /** Sends the unrecorded requests before an exchange. */
  async runBefore(exchange: Exchange): Promise<void> {
    const { section, path } = exchange;
    const created = findCreatedObject(exchange);
    if (this.#session.release !== "3.77.0-08") return;
    if (this.#temporaryPath !== undefined && !path.includes(this.#temporaryPath)) {
      await this.#asAdmin("DELETE", this.#temporaryPath);
      this.#temporaryPath = undefined;
    }
    if (section !== this.#section) {
      for (const path of this.#recreatedPaths) await this.#asAdmin("DELETE", path);
      this.#recreatedPaths.clear();
    }
    if (created && RECREATED.test(created.name)) {
      await this.#asAdmin("DELETE", created.path);
      this.#recreatedPaths.add(created.path);
    }
    if (getExchangeName(exchange) === BROKEN_GROUP) {
      const deleted = ["m0688-0", "m0688-1", "m0688-2", "m0688-4"];
      const remaining = MEMBERS.filter((name) => name !== "m0688-2" && name !== "m0688-4");
      await this.#session.breakGroup("grp0688", deleted, remaining);
    }
    for (const [method, path, body] of UNRECORDED_STEPS[getExchangeName(exchange)] ?? [])
      await this.#asAdmin(method, path, body);
    this.#section = section;
    if (created && TEMPORARY.test(created.name)) this.#temporaryPath = created.path;
  }

  async #asAdmin(method: string, path: string, body?: unknown): Promise<void> {
    const headers = { Authorization: `Basic ${btoa("admin:admin123")}`, "Content-Type": "application/json" };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    await fetch(`${this.#session.url}/service/rest${path}`, { method, headers, ...content });
  }
}

/** Returns the object that a POST creates: its name, and the path to delete it. */
function findCreatedObject({ method, path, request }: Exchange): { name: string; path: string } | undefined {
  const collection = method === "POST" ? COLLECTIONS.find(([postPath]) => postPath.test(path)) : undefined;
  const { name, id } = (request ?? {}) as { name?: string; id?: string };
  const key = id ?? name;
  return collection && key ? { name: key, path: `${collection[1]}/${key}` } : undefined;
}
