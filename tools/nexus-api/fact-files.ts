import type { ApiFactsFile } from "../../embedded-nexus/src/facts.ts";
import type { KnownReleases } from "./known-releases.ts";

/** Formats the facts with a line for each operation and schema, so that the diff of two releases is readable. */
export function formatFacts({ operations, schemas, ...others }: ApiFactsFile): string {
  const byPath = Object.entries(operations).sort(([a], [b]) => compare(toSortKey(a), toSortKey(b)));
  const byName = Object.entries(schemas).sort(([a], [b]) => compare(a, b));
  const head = Object.entries(others).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `{${[...head, formatLines("operations", byPath), formatLines("schemas", byName)].join(",\n")}}\n`;
}

/** Formats the releases with a line for each entry. */
export function formatReleases(known: KnownReleases): string {
  return `${JSON.stringify(known, undefined, 1).replace(/^ +/gm, "")}\n`;
}

function formatLines(name: string, entries: readonly (readonly [string, unknown])[]): string {
  const lines = entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `${JSON.stringify(name)}:{\n${lines.join(",\n")}\n}`;
}

/** Sorts operations by path, then by method. */
const toSortKey = (operation: string): string => operation.split(" ").reverse().join(" ");

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
