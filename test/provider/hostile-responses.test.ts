/**
 * Refreshes, previews, updates, adoptions and deletions of every kind, while one response of Nexus is mutated: the result is
 * a state or a clear error, never an exception, a wrong "deleted" or a write to another object.
 */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { unsupportedBy } from "../../src/model/compatibility.ts";
import type { Kind } from "../../src/model/kind.ts";
import { NexusReader } from "../../src/provider/nexus-reader.ts";
import { type Fields, isFields, type Json, parseJson } from "../../src/util/json.ts";
import { UserError } from "../../src/util/user-error.ts";
import { declarationOf, identityFor } from "../support/declarations.ts";
import { embeddedReleases } from "../support/embedded-releases.ts";
import { chooseBy, type MutatedResponse, mutateResponse } from "../support/hostile-responses.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { getKind, ResourceStack } from "../support/resource-stack.ts";
import { seedNexus } from "../support/seed.ts";

const credentials = { username: "admin", password: "admin123" };

/** A response of Nexus, by the request. */
interface RecordedResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** An object that exists, with the stack that created it and another declaration. */
interface Example {
  kind: Kind;
  /** The name, as far as the kind has names. */
  name: string;
  stack: ResourceStack;
  declared: Fields;
  changed: Fields;
}

/** With a Nexus that has several nodes, a read is repeated for some seconds. */
const unmutated = ["/beta/status/check/cluster"];

/** Starts a server that answers reads as Nexus did, one of them mutated, and writes without effect. */
async function startHostileNexus(nexus: EmbeddedNexus) {
  const responses = new Map<string, RecordedResponse>();
  const server = createServer(async (request, reply) => {
    const { method = "GET", url: path = "" } = request;
    const body = await text(request);
    const isRead = method === "GET" || /"method":"(?:read|list)\w*"/i.test(body);
    if (!isRead) {
      hostile.writes.push(`${method} ${path}`);
      const call = '{"tid":1,"type":"rpc","result":{"success":true,"data":null}}';
      return path.includes("extdirect")
        ? reply.writeHead(200, { "content-type": "application/json" }).end(call)
        : reply.writeHead(204).end();
    }
    const key = `${path} ${body}`;
    let response = responses.get(key);
    if (!response) {
      const { authorization = "", "content-type": type = "application/json" } = request.headers;
      const answer = await fetch(`${nexus.url}${path}`, {
        method,
        headers: { authorization, "content-type": type },
        ...(body && { body }),
      });
      const headers = { server: answer.headers.get("server") ?? "", "content-type": "application/json" };
      response = { status: answer.status, headers, body: await answer.text() };
      responses.set(key, response);
    }
    const json = response.status === 200 ? parseJson(response.body) : undefined;
    const count = hostile.reads++;
    if (json === undefined || count !== hostile.mutatedRead || unmutated.some((part) => path.endsWith(part)))
      return reply.writeHead(response.status, response.headers).end(response.body);
    hostile.mutated = hostile.mutate(json);
    return reply.writeHead(200, response.headers).end(hostile.mutated.body);
  });
  const hostile = {
    url: "",
    reads: 0,
    /** The index of the read to mutate. */
    mutatedRead: 0,
    mutate: (_json: Json): MutatedResponse => ({ body: Buffer.alloc(0), mutation: "none", mayHide: false }),
    mutated: undefined as MutatedResponse | undefined,
    writes: [] as string[],
    reset(mutatedRead: number) {
      Object.assign(hostile, { reads: 0, mutatedRead, mutated: undefined, writes: [] });
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  hostile.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return hostile;
}

/** Not the Core of 3.71: it hides its edition, so that the kinds that it lacks are not known. */
const releases = embeddedReleases.filter(({ release }) => release !== "3.71.0-06");

describe.each(releases)("a mutated response of $release $edition", (options) => {
  let nexus: EmbeddedNexus;
  let hostile: Awaited<ReturnType<typeof startHostileNexus>>;
  const examples: Example[] = [];

  beforeAll(async () => {
    nexus = await startNexus({ ...options, connectors: "none", scripts: true });
    const login = { url: nexus.url, ...credentials };
    const { names } = await seedNexus(login, "seed");
    for (const [seed, kind] of [...catalogue.values()].entries()) {
      if (kind.externallyCreatedIn || unsupportedBy(names.server, kind, {}).length) continue;
      const name = identityFor(kind, `h-${seed}`, names);
      const declarations = declarationOf(kind, name, names);
      const [declared = {}, changed = {}] = fc.sample(declarations, { numRuns: 2, seed });
      const stack = new ResourceStack(login, kind, { takePorts: "true" });
      await stack.up(declared);
      examples.push({ kind, name, stack, declared, changed });
    }
    hostile = await startHostileNexus(nexus);
  });
  afterAll(async () => {
    hostile?.stop();
    await nexus?.stop();
  });

  it("gives a state or a clear error, hides no object, and leads to no write to another object", async () => {
    const login = () => ({ url: hostile.url, ...credentials });
    const operations: Record<string, (example: Example) => Promise<unknown>> = {
      refresh: async ({ stack }) => {
        if (await stack.withUser(login()).refresh()) return;
        if (!hostile.mutated?.mayHide) throw new TypeError("taken for deleted");
      },
      preview: ({ stack, changed }) => stack.withUser(login()).check(changed),
      adopt: ({ kind, declared }) => new ResourceStack(login(), kind, { takePorts: "true" }).up(declared),
      update: ({ stack, changed }) => stack.withUser(login()).up(changed),
      delete: ({ stack }) => stack.withUser(login()).destroy(),
    };
    await fc.assert(
      fc.asyncProperty(fc.noBias(fc.noShrink(fc.infiniteStream(fc.nat()))), async (numbers) => {
        const choose = chooseBy(numbers);
        const example = choose(examples);
        const name = choose(Object.keys(operations)) ?? "refresh";
        if (!example) return;
        hostile.reset(choose([0, 0, 0, 1, 1, 2, 3]) ?? 0);
        hostile.mutate = (json) => mutateResponse(json, choose, example.name);
        try {
          await operations[name]?.(example);
          expect(hostile.writes.filter((path) => /undefined|null|NaN|object%20/.test(path))).toEqual([]);
        } catch (error) {
          const isClear = error instanceof UserError || (error instanceof Error && error.constructor === Error);
          const message = error instanceof Error ? error.message : String(error);
          if (isClear && !/TypeError|RangeError|is not a function|Cannot (read|convert)|undefined/.test(message))
            return;
          throw new Error(`${name} of ${example.kind.name}, ${hostile.mutated?.mutation}: ${message}`, {
            cause: error,
          });
        }
      }),
      propertyRuns(13_500, 150),
    );
  }, 1_200_000);
});

describe("a response that is refused names path and field:", () => {
  it.each([
    ["the type of a repository is a number", (entry: Fields) => ({ ...entry, type: 0 }), "type is not a text"],
    ["a name is missing", ({ name: _, ...entry }: Fields) => entry, "name is not a text"],
    ["storage is a list", (entry: Fields) => ({ ...entry, storage: [] }), "storage is not an object"],
  ])("%s", async (_, change, problem) => {
    const nexus = await startNexus({ connectors: "none" });
    const hostile = await startHostileNexus(nexus);
    onTestFinished(async () => {
      hostile.stop();
      await nexus.stop();
    });
    const stack = new ResourceStack({ url: nexus.url, ...credentials }, "raw-hosted");
    await stack.up({ name: "files", storage: { blobStoreName: "default" } });
    hostile.mutate = (json) => {
      const entries = (Array.isArray(json) ? json : []).map((entry) =>
        isFields(entry) && entry.name === "files" ? change(entry) : entry,
      );
      return { body: Buffer.from(JSON.stringify(entries)), mutation: "", mayHide: false };
    };
    await expect(stack.withUser({ url: hostile.url, ...credentials }).refresh()).rejects.toThrow(
      new RegExp(`GET /service/rest/v1/repositorySettings: 200: .* response: \\[\\d+\\]\\.${problem}`),
    );
  });

  it("an entry of a list that a kind reads as a whole is null", async () => {
    const nexus = await startNexus({ edition: "PRO", connectors: "none" });
    const hostile = await startHostileNexus(nexus);
    onTestFinished(async () => {
      hostile.stop();
      await nexus.stop();
    });
    hostile.mutate = () => ({ body: Buffer.from("[null, {}]"), mutation: "", mayHide: false });
    const client = new NexusClient({ url: hostile.url, ...credentials });
    onTestFinished(() => client.close());
    await expect(new NexusReader(client).list(getKind("ldap-order"))).rejects.toThrow(
      /GET \/service\/rest\/v1\/security\/ldap: 200: .* it does not have the form of the LDAP order/,
    );
  });
});
