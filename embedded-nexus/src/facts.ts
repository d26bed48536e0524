import { readFileSync } from "node:fs";
import { isAtLeast, type Release } from "./release.ts";

/** The management API of 3.94.0 as facts: operations and schemas, read once per process. */
export interface ApiFacts {
  readonly operations: Readonly<Record<string, ApiOperation>>;
  readonly schemas: Readonly<Record<string, ApiSchema>>;
}

export interface ApiOperation {
  readonly body?: ApiField;
}

export interface ApiSchema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ApiField>>;
}

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

interface Ages {
  readonly since: Readonly<Record<string, string>>;
  readonly until: Readonly<Record<string, string>>;
}

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`./facts/${name}`, import.meta.url), "utf8")) as T;

export const apiFacts: ApiFacts = read("nexus-3.94.0-api.json");
/** With operations and schemas beside Nexus's own. */
export function extendFacts({ operations, schemas }: ApiFacts): ApiFacts {
  return { operations: { ...apiFacts.operations, ...operations }, schemas: { ...apiFacts.schemas, ...schemas } };
}

const ages: Ages = read("nexus-api-since.json");

/** Whether a release knows an operation (`GET /v1/read-only`) or a field (`DockerAttributes.pathEnabled`). */
export function isKnownIn(release: Release, subject: string): boolean {
  const since = ages.since[subject];
  if (since !== undefined && !isAtLeast(release, since)) return false;
  const until = ages.until[subject];
  return until === undefined || !isAtLeast(release, nextAfter(until));
}

/** The next document after the last one that has a thing no longer has it. */
function nextAfter(until: string): string {
  const [major, minor, patch] = until.split(".").map(Number);
  return `${major}.${minor}.${(patch ?? 0) + 1}`;
}
