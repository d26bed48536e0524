import { type Exchange, type Headers, nameOf } from "./exchanges.ts";
import type { Session } from "./session.ts";

/** The passwords of those who asked, where they are not "p". */
const PASSWORDS: Readonly<Record<string, string>> = {
  admin: "admin123",
  alice: "newpw2",
  alice2: "pw\n",
  malice: "secret1",
  u3: "p1",
  u4: "p1",
};

interface Sent extends Headers {
  readonly credentials?: string;
  /** The text went as a JSON string. */
  readonly quoted?: true;
}

/** The recording of 3.77 keeps no headers: those that differ from the usual are told by the note. */
const BY_NOTE: Readonly<Record<string, Sent>> = {
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

export function requestOf(exchange: Exchange): RequestInit {
  const { method, request, as, note } = exchange;
  const isText = typeof request === "string" && !BY_NOTE[note]?.quoted;
  const usual = request === undefined ? null : isText ? "text/plain" : "application/json";
  const told: Sent = exchange.headers ?? BY_NOTE[note] ?? {};
  const { credentials, accept = "application/json", contentType = usual } = told;
  const headers: [string, string][] = [];
  const login = credentials ?? (as === "nobody" ? undefined : `${as}:${PASSWORDS[as] ?? "p"}`);
  if (login !== undefined) headers.push(["Authorization", `Basic ${Buffer.from(login).toString("base64")}`]);
  // fetch would send */* of its own, which is as good as none.
  if (accept !== null) headers.push(["Accept", accept]);
  if (contentType !== null) headers.push(["Content-Type", contentType]);
  if (request === undefined) return { method, headers, ...(contentType === null ? {} : { body: "" }) };
  // Bytes, because a string would bring a content type of its own.
  return { method, headers, body: Buffer.from(isText ? request : JSON.stringify(request)) };
}

const STORAGE = { blobStoreName: "default", strictContentTypeValidation: true };
const MEMBERS = [..."01234567"].map((number) => `m0688-${number}`).concat("keep0688");
const BROKEN_GROUP = "line 1282: GET /service/rest/v1/repositories/raw/group/grp0688";

type Step = readonly [method: string, path: string, body?: unknown];

/**
 * The recording of 3.77 is a selection: what was made and cleaned up in between is not in it. These are the steps that its own
 * later answers prove, done as admin before the exchange they are named by.
 */
export const STEPS: Readonly<Record<string, readonly Step[]>> = {
  // Alice is called "nx-admin" and has the role from here on.
  "line 150: GET /service/rest/v1/security/users?userId=alice": [
    ["PUT", "/v1/security/users/alice", { ...localUser("alice", "Alice", "A"), roles: ["nx-admin", "nx-anonymous"] }],
  ],
  // An application privilege p-app counts in every list until its recorded deletion.
  "line 244: POST /service/rest/v1/security/privileges/repository-content-selector": [
    ["POST", "/v1/security/privileges/application", { name: "p-app", domain: "users", actions: ["READ"] }],
  ],
  // RAW-H beside raw-h: a delete of RAW-H takes raw-h, and raw-h is RAW-H from here on.
  "line 833: GET /service/rest/v1/repositories/raw/proxy/raw-h": [["DELETE", "/v1/repositories/RAW-H"]],
  "line 985: GET /service/rest/v1/repositories": deletes(
    "/v1/repositories",
    ...["mvn-g", "raw-h", "raw-p", "mvn-h", "mvn-p", "apt-h", "apt-p", "t1"],
  ),
  "line 1073: GET /service/rest/v1/cleanup-policies": [
    ...deletes("/internal/cleanup-policies", "cp-mvn", "cp-all"),
    ...deletes("/v1/repositories", "q1", "q2", "q3", "q4", "q5", "a1", "a2"),
  ],
  // The members of the group that is about to be made.
  "line 1281: POST /service/rest/v1/repositories/raw/group": MEMBERS.map((name) => [
    "POST",
    "/v1/repositories/raw/hosted",
    { name, online: true, storage: { ...STORAGE, writePolicy: "ALLOW" } },
  ]),
};

function deletes(collection: string, ...names: string[]): Step[] {
  return names.map((name) => ["DELETE", `${collection}/${name}`]);
}

function localUser(userId: string, firstName: string, lastName: string) {
  return { userId, firstName, lastName, emailAddress: `${userId}@example.org`, status: "active", source: "default" };
}

/** Things that the recorder made again and again under one name: deleted before that, and at the end of a section. */
const MADE_AGAIN = /^(p-\w+-(m|act)|r-poison|t1)$/;
/** Things that it only tried out: deleted before anything else is asked. */
const TRIED_OUT = /^(p-\w+-lc|nx-p-\w+|p-app2|p-w2|-a|a\.b_c-d|A|x{200})$/;

const COLLECTIONS: readonly (readonly [posted: RegExp, deleted: string])[] = [
  [/\/v1\/security\/privileges\//, "/v1/security/privileges"],
  [/\/v1\/security\/roles$/, "/v1/security/roles"],
  [/\/v1\/repositories\//, "/v1/repositories"],
];

/** Does what the recording leaves out before an exchange. */
export class Unrecorded {
  readonly #session: Session;
  #triedOut: string | undefined;
  #section = "";
  readonly #made = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
  }

  async before(exchange: Exchange): Promise<void> {
    const { section, path } = exchange;
    const made = madeBy(exchange);
    if (this.#session.release !== "3.77.0-08") return;
    if (this.#triedOut !== undefined && !path.includes(this.#triedOut)) {
      await this.#asAdmin("DELETE", this.#triedOut);
      this.#triedOut = undefined;
    }
    if (section !== this.#section) {
      for (const path of this.#made) await this.#asAdmin("DELETE", path);
      this.#made.clear();
    }
    if (made && MADE_AGAIN.test(made.name)) {
      await this.#asAdmin("DELETE", made.path);
      this.#made.add(made.path);
    }
    if (nameOf(exchange) === BROKEN_GROUP) {
      const gone = ["m0688-0", "m0688-1", "m0688-2", "m0688-4"];
      const left = MEMBERS.filter((name) => name !== "m0688-2" && name !== "m0688-4");
      await this.#session.breakGroup("grp0688", gone, left);
    }
    for (const [method, path, body] of STEPS[nameOf(exchange)] ?? []) await this.#asAdmin(method, path, body);
    this.#section = section;
    if (made && TRIED_OUT.test(made.name)) this.#triedOut = made.path;
  }

  async #asAdmin(method: string, path: string, body?: unknown): Promise<void> {
    const headers = { Authorization: `Basic ${btoa("admin:admin123")}`, "Content-Type": "application/json" };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    await fetch(`${this.#session.url}/service/rest${path}`, { method, headers, ...sent });
  }
}

/** What a POST makes: its name and where it can be deleted. */
function madeBy({ method, path, request }: Exchange): { name: string; path: string } | undefined {
  const collection = method === "POST" ? COLLECTIONS.find(([posted]) => posted.test(path)) : undefined;
  const { name, id } = (request ?? {}) as { name?: string; id?: string };
  const own = id ?? name;
  return collection && own ? { name: own, path: `${collection[1]}/${own}` } : undefined;
}
