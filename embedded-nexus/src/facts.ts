import { readFileSync } from "node:fs";
import { isAtLeast, type Release } from "./release.ts";

/** Facts about the management API: operations and schemas. */
export interface ApiFacts {
  readonly operations: Readonly<Record<string, ApiOperation>>;
  readonly schemas: Readonly<Record<string, ApiSchema>>;
}

/** The facts of a release, as `facts/nexus-api.json` stores them. */
export interface ApiFactsFile extends ApiFacts {
  /** The release whose API document the facts are from, such as `3.96.0-09`. */
  readonly nexus: string;
  /** The sources of the facts. */
  readonly origin: string;
  /** The path before every path of an operation. */
  readonly base: string;
}

/** An operation, by its method and path. */
export interface ApiOperation {
  /** Parameters of the path and the query, by name. */
  readonly parameters?: Readonly<Record<string, ApiParameter>>;
  /** The media types of the request body. */
  readonly consumes?: readonly string[];
  readonly body?: ApiField;
  /** The documented statuses of responses. Absent: not known. */
  readonly statuses?: readonly number[];
  readonly returns?: ApiField;
}

/** A parameter of a request. */
export interface ApiParameter extends ApiField {
  readonly in: "path" | "query" | "header";
  readonly required?: true;
}

/** The schema of a body. */
export interface ApiSchema extends ApiField {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ApiField>>;
}

/** The type of a field, with its constraints. `ref` names a schema; `values` is the type of the values of a map. */
export interface ApiField {
  readonly ref?: string;
  readonly type?: "string" | "boolean" | "integer" | "number" | "array" | "object";
  readonly format?: string;
  readonly items?: ApiField;
  readonly values?: ApiField;
  readonly enum?: readonly string[];
  readonly uniqueItems?: boolean;
  readonly default?: unknown;
  readonly readOnly?: boolean;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** First and last releases, by operation or field. */
interface KnownReleases {
  /** The releases whose API document is known, in ascending order. */
  readonly documents: readonly string[];
  readonly since: Readonly<Record<string, string>>;
  readonly until: Readonly<Record<string, string>>;
}

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`./facts/${name}`, import.meta.url), "utf8")) as T;

/** The management API of the newest release. `npm run nexus-api` of nexus-iac updates it. */
export const apiFacts: ApiFactsFile = read("nexus-api.json");

/** The release that the server answers as by default: the newest one of the facts. */
export const DEFAULT_RELEASE = apiFacts.nexus;

/** Adds operations and schemas to those of Nexus. */
export function extendFacts({ operations, schemas }: ApiFacts): ApiFacts {
  return { operations: { ...apiFacts.operations, ...operations }, schemas: { ...apiFacts.schemas, ...schemas } };
}

const knownReleases: KnownReleases = read("nexus-api-since.json");

/**
 * First releases that are in no document, because none was published between the one that lacks the subject and `documented`,
 * the first one that has it. Sources: Sonatype's release notes; for bearerToken the recordings of 3.77; for preSignedUrlEnabled
 * the documentation of other clients; for pathEnabled the release notes of 3.83.
 */
const CORRECTIONS: readonly { readonly subject: RegExp; readonly documented: string; readonly since: string }[] = [
  { subject: /^Cargo|\/cargo\//, documented: "3.74.0", since: "3.73.0" },
  { subject: /^Composer|\/composer\//, documented: "3.81.1", since: "3.75.0" },
  { subject: /^HuggingFace|\/huggingface\//, documented: "3.81.1", since: "3.77.0" },
  { subject: /\.bearerToken$/, documented: "3.81.1", since: "3.77.0" },
  { subject: /\.preSignedUrlEnabled$/, documented: "3.81.1", since: "3.79.0" },
  { subject: /^DockerAttributes\.pathEnabled$/, documented: "3.84.0", since: "3.83.0" },
];

/** Returns the first release that has a subject. A feature comes with a minor release, so its first document stands for the minor. */
function findFirstRelease(subject: string): string | undefined {
  const documented = knownReleases.since[subject];
  const correction = CORRECTIONS.find((row) => row.documented === documented && row.subject.test(subject));
  if (correction || documented === undefined) return correction?.since;
  const minor = documented.replace(/\.\d+$/, "");
  const isFirstOfMinor = knownReleases.documents.find((document) => document.startsWith(`${minor}.`)) === documented;
  return isFirstOfMinor ? `${minor}.0` : documented;
}

/** Returns whether a release has an operation (`GET /v1/read-only`) or a field (`DockerAttributes.pathEnabled`). */
export function isKnownIn(release: Release, subject: string): boolean {
  const since = findFirstRelease(subject);
  if (since !== undefined && !isAtLeast(release, since)) return false;
  const until = knownReleases.until[subject];
  return until === undefined || !isAtLeast(release, nextPatch(until));
}

/** Returns the release after the last one whose API documentation contains something. */
function nextPatch(until: string): string {
  const [major, minor, patch] = until.split(".").map(Number);
  return `${major}.${minor}.${(patch ?? 0) + 1}`;
}
