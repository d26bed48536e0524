import { readFileSync } from "node:fs";
import { isAtLeast, type Release } from "./release.ts";

/** Facts about the management API: operations and schemas. */
export interface ApiFacts {
  readonly operations: Readonly<Record<string, ApiOperation>>;
  readonly schemas: Readonly<Record<string, ApiSchema>>;
}

/** An operation, by its method and path. */
export interface ApiOperation {
  readonly body?: ApiField;
}

/** The schema of a request body. */
export interface ApiSchema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ApiField>>;
}

/** A field of a schema, with its constraints; `ref` names another schema. */
export interface ApiField {
  readonly ref?: string;
  readonly type?: "string" | "boolean" | "integer" | "number" | "array" | "object";
  readonly format?: string;
  readonly items?: ApiField;
  readonly enum?: readonly string[];
  readonly uniqueItems?: boolean;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** First and last releases, by operation or field. */
interface KnownReleases {
  readonly since: Readonly<Record<string, string>>;
  readonly until: Readonly<Record<string, string>>;
}

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`./facts/${name}`, import.meta.url), "utf8")) as T;

/** The management API of Nexus 3.94.0. */
export const apiFacts: ApiFacts = read("nexus-3.94.0-api.json");

/** Adds operations and schemas to those of Nexus. */
export function extendFacts({ operations, schemas }: ApiFacts): ApiFacts {
  return { operations: { ...apiFacts.operations, ...operations }, schemas: { ...apiFacts.schemas, ...schemas } };
}

const knownReleases: KnownReleases = read("nexus-api-since.json");

/** Returns whether a release has an operation (`GET /v1/read-only`) or a field (`DockerAttributes.pathEnabled`). */
export function isKnownIn(release: Release, subject: string): boolean {
  const since = knownReleases.since[subject];
  if (since !== undefined && !isAtLeast(release, since)) return false;
  const until = knownReleases.until[subject];
  return until === undefined || !isAtLeast(release, nextPatch(until));
}

/** Returns the release after the last one whose API documentation contains something. */
function nextPatch(until: string): string {
  const [major, minor, patch] = until.split(".").map(Number);
  return `${major}.${minor}.${(patch ?? 0) + 1}`;
}
