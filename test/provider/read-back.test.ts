/**
 * Declares all fields of each kind on the embedded Nexus as several releases, and reads them back: each field is as declared,
 * or the model says that this release does not return it.
 */
import fc from "fast-check";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catalogue } from "../../src/model/catalogue.ts";
import { hasSameMeaning, isEmptyValue } from "../../src/model/comparison.ts";
import { formatIdentity, getIdentity, type Kind } from "../../src/model/kind.ts";
import { isMaskedSecret } from "../../src/model/masked-secrets.ts";
import type { Shape } from "../../src/model/shape.ts";
import { Session } from "../../src/provider/session.ts";
import { resolveSettings } from "../../src/provider/settings.ts";
import { type Fields, isFields, type Json } from "../../src/util/json.ts";
import { isWithin, parseServer, type Release } from "../../src/util/release.ts";
import { declarationOf, identityFor } from "../support/declarations.ts";
import { embeddedReleases } from "../support/embedded-releases.ts";
import { ResourceStack } from "../support/resource-stack.ts";
import { isFull } from "../support/scope.ts";
import { seedNexus } from "../support/seed.ts";
import { canCreate } from "../support/supported-kinds.ts";

/** A release before 3.86 and the newest ones; in the full suite every minor release. */
const oldReleases = isFull
  ? Array.from({ length: 23 }, (_, index) => ({ release: `3.${71 + index}.0`, edition: "PRO" as const }))
  : [{ release: "3.85.0-03", edition: "PRO" as const }];
const servers = [...oldReleases, ...embeddedReleases];

/** An installed licence is not returned; users of other sources must exist there. */
const excluded = ["license"];

describe.each(servers)("on $release $edition, each declared field is read back or known not to be:", (options) => {
  let nexus: EmbeddedNexus;
  let names: Awaited<ReturnType<typeof seedNexus>>["names"];
  const login = () => ({ url: nexus.url, username: "admin", password: "admin123" });
  const parsed = parseServer(`${options.release} ${options.edition}`);
  beforeAll(async () => {
    const externalUsers = (["LDAP", "SAML", "Crowd"] as const).map((source) => ({ source, userId: "back-1" }));
    nexus = await startNexus({ ...options, connectors: "none", scripts: true, externalUsers });
    names = (await seedNexus(login(), "seed")).names;
  });
  afterAll(() => nexus.stop());

  const supported = [...catalogue.values()].filter((kind) => !excluded.includes(kind.name) && canCreate(parsed, kind));
  it.each(supported)("$name", async (kind) => {
    // No LDAP server can be created on 3.88, so there is none to sort.
    if (kind.name === "ldap-order" && !names.ldapServer.length) return;
    const generator = declarationOf(kind, identityFor(kind, "back-1", names), names, { complete: true });
    const [declared = {}] = fc.sample(generator, { numRuns: 1, seed: 1 });
    const stack = new ResourceStack(login(), kind);
    try {
      await stack.up(declared);
      const live = await readBack(kind, declared);
      expect([...findLost(kind.shape, declared, live, options.release, "")]).toEqual([]);
      expect(await stack.refresh()).toBe(true);
      expect((await stack.diff(declared)).changes).toBe(false);
    } finally {
      await stack.destroy();
    }
  });

  async function readBack(kind: Kind, declared: Fields): Promise<Fields> {
    const session = new Session(resolveSettings(login(), {}), () => {});
    const identity = getIdentity(kind, declared);
    const fields = await session.reader.read(kind, identity).finally(() => session.client.close());
    if (!fields) throw new Error(`${formatIdentity(kind, identity)} is not found`);
    return fields;
  }
});

/** Returns the paths of fields that are not as declared, and of fields that are marked as not returned and are. */
function* findLost(shape: Shape, declared: Fields, live: Fields, release: Release, parent: string): Generator<string> {
  for (const [name, field] of Object.entries(shape.fields ?? {})) {
    const { control, writeOnly, sensitive, notReturned } = field.metadata;
    const [value, current] = [declared[name], live[name]];
    const path = parent ? `${parent}.${name}` : name;
    if (control || writeOnly || isEmptyValue(value) || (sensitive && isMaskedSecret(current))) continue;
    const isMarked = notReturned !== undefined && (notReturned === true || isWithin(release, notReturned));
    if (isMarked && current === undefined) continue;
    if (isMarked && notReturned !== true) yield `${path} is marked as not returned`;
    else if (field.fields && isFields(value)) yield* findLost(field, value, toFields(current), release, path);
    else if (!hasSameMeaning(field, value, current))
      yield `${path}: ${JSON.stringify(value)} is ${JSON.stringify(current)}`;
  }
}

function toFields(value: Json | undefined): Fields {
  return isFields(value) ? value : {};
}
