/**
 * Creates, reads, updates and deletes objects of every kind with generated declarations: after a create or update followed
 * by a read nothing differs, and a deleted object does not exist.
 */

import fc from "fast-check";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, it } from "vitest";
import { catalogue } from "../../src/model/catalogue.ts";
import { unsupportedBy } from "../../src/model/compatibility.ts";
import { parseServer } from "../../src/util/release.ts";
import { declarationOf, identityFor } from "../support/declarations.ts";
import { embeddedReleases } from "../support/embedded-releases.ts";
import { runLifecycle } from "../support/lifecycle.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { seedNexus } from "../support/seed.ts";

const externalUsersNamed = (userId: string) =>
  (["LDAP", "SAML", "Crowd"] as const).map((source) => ({ source, userId }));

type Seeded = Awaited<ReturnType<typeof seedNexus>>;

const kinds = [...catalogue.values()];

describe.each(embeddedReleases)("on $release $edition, generated declarations of", (options) => {
  let nexus: EmbeddedNexus;
  let seeded: Seeded;
  const server = () => ({ url: nexus.url, username: "admin", password: "admin123" });
  beforeAll(async () => {
    const externalUsers = externalUsersNamed("Prop-1.x");
    nexus = await startNexus({ ...options, connectors: "none", scripts: true, externalUsers });
    seeded = await seedNexus(server(), "seed");
  });
  afterAll(() => nexus.stop());

  const supported = kinds.filter(
    (kind) => !unsupportedBy(parseServer(`${options.release} ${options.edition}`), kind, {}).length,
  );
  it.each(supported)("$name are created, read, updated and deleted without differences", async (kind) => {
    const name = kind.requires?.lowerCaseNamesSince ? "prop-1.x" : "Prop-1.x";
    const declaration = declarationOf(kind, identityFor(kind, name, seeded.names), seeded.names);
    await fc.assert(
      fc.asyncProperty(declaration, declaration, (first, second) => runLifecycle(server(), kind, first, second)),
      // There are many recipes and task types, which share most of their fields.
      ["repository", "task", "capability"].includes(kind.family) ? propertyRuns(8, 1) : propertyRuns(30, 3),
    );
  });
});
