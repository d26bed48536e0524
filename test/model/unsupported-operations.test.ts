/** Every operation of Nexus's API is used by a kind or listed as unsupported with a reason. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { resourceKinds } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import { unsupportedOperations } from "../../src/model/unsupported-operations.ts";
import { globToRegExp } from "../../src/util/globs.ts";
import { editions, type Server } from "../../src/util/release.ts";
import { newestRelease } from "../support/newest-release.ts";

const api: { operations: Record<string, unknown> } = JSON.parse(
  readFileSync("embedded-nexus/src/facts/nexus-api.json", "utf8"),
);
const operations = Object.keys(api.operations);
const servers: Server[] = editions.flatMap((edition) =>
  ["3.71.0", "3.77.0", newestRelease].map((release) => ({ release, edition })),
);
const used = new Set(resourceKinds.flatMap(operationsOf).map(normalize));
const isListed = (operation: string) =>
  Object.keys(unsupportedOperations).some((pattern) => globToRegExp(pattern).test(operation));

it("every operation is used by a kind or listed as unsupported", () => {
  const missing = operations.filter((operation) => !used.has(normalize(operation)) && !isListed(operation));
  expect(missing).toEqual([]);
});

it("no unsupported operation is used by a kind or missing in Nexus's API", () => {
  const wrong = Object.keys(unsupportedOperations).filter((pattern) => {
    const matching = operations.filter((operation) => globToRegExp(pattern).test(operation));
    return !matching.length || matching.some((operation) => used.has(normalize(operation)));
  });
  expect(wrong).toEqual([]);
});

function operationsOf(kind: Kind): string[] {
  const changed = kind.login ? [kind.login.change] : [];
  return servers.flatMap((server) => {
    const { list, item, presence, create, update, remove } = kind.endpoints(server);
    const reads = [list, item, presence].flatMap((path) => (path ? [`GET ${path}`] : []));
    return [...reads, create, ...(update ? [update] : []), ...(remove ? [remove] : []), ...changed];
  });
}

/** Replaces the names of path parameters, which differ between operations. */
function normalize(operation: string): string {
  return operation.replace(/\?.*$/, "").replace(/\{\w+\}/g, "{}");
}
