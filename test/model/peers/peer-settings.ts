/** The settings that live tests of other clients make on real servers, as declarations of our kinds. README.md has their origin. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue, findKindOf } from "../../../src/model/catalogue.ts";
import { isEmptyValue } from "../../../src/model/comparison.ts";
import type { Family } from "../../../src/model/field-metadata.ts";
import { expandPath, type Kind } from "../../../src/model/kind.ts";
import { type Fields, isFields, type Json } from "../../../src/util/json.ts";
import type { Edition, Release } from "../../../src/util/release.ts";
import { authorityFile } from "../../support/tls-proxy.ts";
import { omittedFields } from "./excuses.ts";

/** The settings of one live test of a client, and the servers that accept them. */
export interface PeerTest {
  /** The client and the name of its test. */
  readonly source: string;
  readonly releases: readonly Release[];
  readonly editions: readonly Edition[];
  /** In the order of creation: an object can refer to those before it. */
  readonly objects: readonly PeerObject[];
}

interface PeerObject {
  /** The request that creates the object, such as `POST /v1/repositories/raw/hosted`. */
  readonly operation: string;
  /** The bodies of the requests that create and then update the object. */
  readonly bodies: readonly Json[];
}

export interface PeerServer {
  readonly release: Release;
  readonly edition: Edition;
}

/** An object of a peer's test as a resource. */
export interface PeerResource {
  readonly kind: Kind;
  /** The requests of the test, in their order. */
  readonly bodies: readonly Json[];
  /** The same as declarations. */
  readonly declarations: readonly Fields[];
}

export const peerTests: readonly PeerTest[] = readFileSync(join(import.meta.dirname, "peer-settings.jsonl"), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line));

/** Returns the servers that a test runs on. */
export function serversOf({ releases, editions }: PeerTest): PeerServer[] {
  return releases.flatMap((release) => editions.map((edition) => ({ release, edition })));
}

/** A server with a REST endpoint for every kind, as the requests in the table have. */
export const restServer = { release: "3.93.0", edition: "PRO" } as const;

const families: Readonly<Record<string, Family>> = { "POST /v1/tasks": "task", "POST /v1/capabilities": "capability" };

/** Fields of requests that a declaration does not have: Nexus assigns or ignores them, or the kind determines them. */
const undeclared: Partial<Record<Family, readonly string[]>> = {
  repository: ["format", "type", "url"],
  "blob store": ["type", "blobCount", "totalSizeInBytes", "availableSpaceInBytes"],
  privilege: ["type", "readOnly"],
  role: ["source", "readOnly"],
  user: ["source", "readOnly", "externalRoles"],
  "LDAP server": ["id"],
  task: ["id", "type", "startDate"],
  capability: ["id", "type"],
};

/** Keys and certificates that stand for those of the peers. */
const standIns: Readonly<Record<string, string>> = {
  "{certificate}": readFileSync(authorityFile, "utf8"),
  "{keypair}": "a key",
  "{privateKey}": "a key",
  "{samlMetadata}": "<EntityDescriptor/>",
  // Nexus's placeholder for a secret that stays as it is: a declaration contains the secret.
  "#~NXRM~PLACEHOLDER~PASSWORD~#": "secret",
};

/** Returns the resource that declares an object. Throws if no kind has its operation. */
export function toResource({ operation, bodies: templates }: PeerObject): PeerResource {
  const bodies = templates.map(fillIn);
  const family = families[operation];
  const [first] = bodies;
  const kind = family && isFields(first) ? findKindOf(family, first) : findByOperation(operation, bodies);
  if (!kind) throw new Error(`no kind is created by ${operation}`);
  const omitted = omittedFields.filter(({ kinds }) => kinds.test(kind.name)).map(({ field }) => field);
  return { kind, bodies, declarations: bodies.map((body) => omitted.reduce(omitAt, toDeclaration(kind, body))) };
}

/** Returns the fields without the one at a path. */
function omitAt(fields: Fields, path: string): Fields {
  const [name = "", ...rest] = path.split(".");
  const { [name]: value, ...others } = fields;
  if (!rest.length) return others;
  return isFields(value) ? { ...others, [name]: omitAt(value, rest.join(".")) } : fields;
}

function findByOperation(operation: string, [body]: readonly Json[]): Kind | undefined {
  return [...catalogue.values()].find(({ endpoints }) => {
    const { create, update } = endpoints(restServer);
    return [create, update].some((path) => path && expandPath(path, isFields(body) ? body : {}) === operation);
  });
}

function toDeclaration(kind: Kind, body: Json): Fields {
  // The kind of a capability or task that exists once finds it in the list of all.
  const live = kind.setting && isInList(kind) ? [body] : body;
  const fields = isFields(body) ? (kind.fromNexus(live) ?? body) : toSetting(kind, body);
  const { routingRule, ...declared } = Object.fromEntries(
    Object.entries(fields).filter(([name]) => name === kind.identify?.from || !undeclared[kind.family]?.includes(name)),
  );
  // The name of routingRuleName in requests before 3.94.
  return withoutEmpty({ ...declared, ...(routingRule !== undefined && { routingRuleName: routingRule }) });
}

function isInList({ family }: Kind): boolean {
  return Object.values(families).includes(family);
}

/** The body is the value of the only field. */
function toSetting(kind: Kind, body: Json): Fields {
  const [name = ""] = Object.keys(kind.shape.fields ?? {});
  return { [name]: body };
}

/** Clients in typed languages send empty texts and blocks for what a declaration omits. */
function withoutEmpty(fields: Fields): Fields {
  const isOmitted = (value: Json | undefined) => isEmptyValue(value) && value !== false && !Array.isArray(value);
  const entries = Object.entries(fields).filter(([, value]) => !isOmitted(value));
  return Object.fromEntries(entries.map(([name, value]) => [name, isFields(value) ? withoutEmpty(value) : value]));
}

/** Replaces the names of keys and certificates by these. */
function fillIn(value: Json | undefined): Json {
  if (typeof value === "string") return standIns[value] ?? value;
  if (Array.isArray(value)) return value.map(fillIn);
  if (!isFields(value)) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, fillIn(field)]));
}
