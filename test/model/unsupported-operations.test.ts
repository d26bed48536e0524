/** Everything that Nexus can be told is told by a kind, or left out for a reason. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { catalogue } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import { unsupportedOperations } from "../../src/model/unsupported-operations.ts";
import { editions, type Server } from "../../src/util/release.ts";

const api: { operations: Record<string, unknown> } = JSON.parse(
  readFileSync("embedded-nexus/src/facts/nexus-3.94.0-api.json", "utf8"),
);
const writes = Object.keys(api.operations).filter((operation) => !operation.startsWith("GET "));
const servers: Server[] = editions.flatMap((edition) =>
  ["3.71.0", "3.77.0", "3.94.0"].map((release) => ({ release, edition })),
);
const used = new Set([...catalogue.values()].flatMap(operationsOf).map(bare));
const isLeftOut = (operation: string) =>
  Object.keys(unsupportedOperations).some((pattern) => matches(pattern, operation));

it("every write is a kind's, or is left out for a reason", () => {
  const forgotten = writes.filter((operation) => !used.has(bare(operation)) && !isLeftOut(operation));
  expect(forgotten).toEqual([]);
});

it("nothing is left out that a kind tells, or that Nexus lacks", () => {
  const wrong = Object.keys(unsupportedOperations).filter((pattern) => {
    const meant = writes.filter((operation) => matches(pattern, operation));
    return !meant.length || meant.some((operation) => used.has(bare(operation)));
  });
  expect(wrong).toEqual([]);
});

function operationsOf(kind: Kind): string[] {
  const changed = kind.login ? [kind.login.change] : [];
  return servers.flatMap((server) => {
    const { create, update, remove } = kind.endpoints(server);
    return [create, ...(update ? [update] : []), ...(remove ? [remove] : []), ...changed];
  });
}

/** Parameters are called otherwise here and there. */
function bare(operation: string): string {
  return operation.replace(/\?.*$/, "").replace(/\{\w+\}/g, "{}");
}

function matches(pattern: string, operation: string): boolean {
  const source = pattern
    .split("*")
    .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${source}$`).test(operation);
}
