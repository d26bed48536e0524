/**
 * Declares what live tests of other clients set on real servers. Each declaration is valid for the releases and editions that
 * its test runs on; the embedded Nexus, as these, takes it and returns it. `excuses.ts` has the exceptions.
 */
import { startNexus } from "nexus-embedded";
import { expect, it } from "vitest";
import { NexusClient } from "../../../src/client/nexus-client.ts";
import { catalogue } from "../../../src/model/catalogue.ts";
import { possiblyUnsupportedBy, unsupportedBy } from "../../../src/model/compatibility.ts";
import type { Kind } from "../../../src/model/kind.ts";
import { findShapeAt, type Shape } from "../../../src/model/shape.ts";
import { findLimit } from "../../../src/model/support.ts";
import { formatViolation, validateFields } from "../../../src/model/validation.ts";
import type { Fields } from "../../../src/util/json.ts";
import { isAtLeast, parseServer } from "../../../src/util/release.ts";
import type { ServerLogin } from "../../support/resource-stack.ts";
import { isFull } from "../../support/scope.ts";
import { type Excuse, excuses, omittedFields } from "./excuses.ts";
import { declare, type Failure, replay } from "./peer-run.ts";
import { type PeerServer, type PeerTest, peerTests, serversOf, toResource } from "./peer-settings.ts";

function findViolations(kind: Kind, declared: Fields, server: PeerServer): Failure[] {
  const nexus = parseServer(`${server.release} ${server.edition}`);
  const violations = [
    ...validateFields(kind, declared),
    ...unsupportedBy(nexus, kind, declared),
    // The test shows that the release supports it.
    ...possiblyUnsupportedBy(nexus, kind, declared),
  ];
  return violations.map((violation) => ({ kind, message: formatViolation(violation) }));
}

/** Returns the first failure of the client's own requests, and that of the declarations. */
async function findFailures(test: PeerTest, login: ServerLogin): Promise<Failure[]> {
  const client = new NexusClient(login);
  try {
    return [await replay(test, client), await declare(test, login)].filter((failure) => failure !== undefined);
  } finally {
    await client.close();
  }
}

const isExcused = (failure: Failure, excuse: Excuse) =>
  failure.kind.name === excuse.kind && failure.message.includes(excuse.message);

const format = ({ source }: PeerTest, { kind, message }: Failure) => `${source}: ${kind.name}: ${message}`;

function listUnexcused(test: PeerTest, failures: readonly Failure[]): string[] {
  return failures
    .filter((failure) => !excuses.some((excuse) => isExcused(failure, excuse)))
    .map((failure) => format(test, failure));
}

async function withNexus<T>({ release, edition }: PeerServer, use: (login: ServerLogin) => Promise<T>): Promise<T> {
  const nexus = await startNexus({ release, edition, connectors: "none", scripts: true });
  try {
    return await use({ url: nexus.url, username: "admin", password: "admin123" });
  } finally {
    await nexus.stop();
  }
}

it("settings of other clients' live tests are valid for the releases and editions that they run on", () => {
  const violations = peerTests.flatMap((test) => {
    const resources = test.objects.map(toResource);
    return serversOf(test).flatMap((server) =>
      resources.flatMap(({ kind, declarations }) =>
        declarations.flatMap((declared) => listUnexcused(test, findViolations(kind, declared, server))),
      ),
    );
  });
  expect([...new Set(violations)]).toEqual([]);
});

const servers = [...new Map(peerTests.flatMap(serversOf).map((server) => [JSON.stringify(server), server])).values()];

/** Outside the full suite each test runs on one of its servers. */
const runsOn = (test: PeerTest, index: number, server: PeerServer) => {
  const candidates = serversOf(test);
  const chosen = isFull ? candidates : [candidates[index % candidates.length]];
  return chosen.some((candidate) => candidate?.release === server.release && candidate.edition === server.edition);
};

it.each(servers)("as $release $edition, the embedded Nexus takes and returns these settings", async (server) => {
  const unexcused = await withNexus(server, async (login) => {
    const failures: string[] = [];
    for (const test of peerTests.filter((test, index) => runsOn(test, index, server)))
      failures.push(...listUnexcused(test, await findFailures(test, login)));
    return failures;
  });
  expect(unexcused).toEqual([]);
});

it.each(excuses)('$kind: the excuse "$message" is still needed', async (excuse) => {
  const test = peerTests.find(({ source }) => source === excuse.seenIn);
  const server = test && serversOf(test).at(-1);
  if (!server) throw new Error(`no test ${excuse.seenIn}`);
  const failures = await withNexus(server, (login) => findFailures(test, login));
  expect(failures.some((failure) => isExcused(failure, excuse))).toBe(true);
});

it.each(omittedFields)("no kind has the field $field, which the declarations omit", ({ kinds, field }) => {
  // A kind may have it for releases after those of the table.
  const newest = peerTests.flatMap(({ releases }) => releases).reduce((a, b) => (isAtLeast(a, b) ? a : b));
  const isSupported = (shape: Shape | undefined) => shape && !findLimit(shape.metadata, newest);
  const having = [...catalogue.values()].filter(({ name, shape }) => {
    return kinds.test(name) && isSupported(findShapeAt(shape, field));
  });
  expect(having.map(({ name }) => name)).toEqual([]);
});
