/** Exports of a Nexus whose responses have values of other types. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, expect, it } from "vitest";
import { UserError } from "../../src/util/user-error.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { seedNexus } from "../support/seed.ts";
import { exportNexus } from "./support.ts";

const credentials = { username: "admin", password: "admin123" };
const strangeValues = [null, true, 0, -1.5, "", "text", "\u202E", [], [null], [[]], [7], {}, { a: 1 }, { name: {} }];

type Path = (string | number)[];

let nexus: EmbeddedNexus;
let url: string;
/** Replaces a value in the JSON of a response. */
let change: (json: unknown) => unknown;
const proxy = createServer(async ({ method = "GET", url: path, headers }, reply) => {
  const { authorization = "" } = headers;
  const response = await fetch(`${nexus.url}${path}`, { method, headers: { authorization } });
  const text = await response.text();
  const isJson = response.ok && /json/.test(response.headers.get("content-type") ?? "");
  const server = response.headers.get("server") ?? "";
  reply.writeHead(response.status, { "content-type": "application/json", server });
  reply.end(isJson ? JSON.stringify(change(JSON.parse(text))) : text);
});

beforeAll(async () => {
  nexus = await startNexus({ edition: "PRO", connectors: "none", scripts: true });
  await seedNexus({ url: nexus.url, ...credentials }, "x");
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await nexus.stop();
});

/** Lists the paths of all values in a JSON value, the value itself included. */
function listPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => listPaths(inner, [...path, key]))];
}

function replaceAt(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? replaceAt(item, rest, replacement) : item));
  const fields = value as Record<string, unknown>;
  return { ...fields, [key]: replaceAt(fields[key], rest, replacement) };
}

it("ends with an export, or with an error that names the request", async () => {
  await fc.assert(
    fc.asyncProperty(fc.noShrink(fc.infiniteStream(fc.nat())), async (numbers) => {
      const choose = <T>(from: readonly T[]): T | undefined => from[numbers.next().value % from.length];
      // Most responses stay as they are, as one that is refused hides the others.
      change = (json) =>
        choose([true, false, false]) ? replaceAt(json, choose(listPaths(json)) ?? [], choose(strangeValues)) : json;
      try {
        const { exported } = await exportNexus({ url, ...credentials });
        expect(exported.estate).not.toMatch(/\u202E/);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.message).not.toContain("\u202E");
      }
    }),
    propertyRuns(30),
  );
}, 120_000);
