import { readFileSync } from "node:fs";
import { atLeast, type Release } from "./release.ts";

/** The management API of 3.94.0 as facts: operations and schemas, read once per process. */
export interface Facts {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

export interface Operation {
  readonly body?: Field;
}

export interface Schema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Field>>;
}

export interface Field {
  readonly ref?: string;
  readonly type?: "string" | "boolean" | "integer" | "number" | "array" | "object";
  readonly format?: string;
  readonly items?: Field;
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

export const facts: Facts = read("nexus-3.94.0-api.json");
/** With operations and schemas beside Nexus's own. */
export function factsWith({ operations, schemas }: Facts): Facts {
  return { operations: { ...facts.operations, ...operations }, schemas: { ...facts.schemas, ...schemas } };
}

const ages: Ages = read("nexus-api-since.json");

/** Whether a release knows an operation (`GET /v1/read-only`) or a field (`DockerAttributes.pathEnabled`). */
export function knownIn(release: Release, subject: string): boolean {
  const since = ages.since[subject];
  if (since !== undefined && !atLeast(release, since)) return false;
  const until = ages.until[subject];
  return until === undefined || !atLeast(release, nextAfter(until));
}

/** The next document after the last one that has a thing no longer has it. */
function nextAfter(until: string): string {
  const [major, minor, patch] = until.split(".").map(Number);
  return `${major}.${minor}.${(patch ?? 0) + 1}`;
}
