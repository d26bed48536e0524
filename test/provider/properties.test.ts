/**
 * For any valid declaration of any kind: made and read, nothing differs; with any second declaration laid over it and
 * read, nothing differs; deleted, it is gone.
 */

import fc from "fast-check";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, it } from "vitest";
import { catalogue } from "../../src/model/catalogue.ts";
import { unsupportedBy } from "../../src/model/compatibility.ts";
import { parseServer } from "../../src/util/release.ts";
import { declarationOf, identityFor } from "../support/declarations.ts";
import { runLifecycle } from "../support/lifecycle.ts";
import { seedNexus } from "../support/seed.ts";

const usersNamed = (userId: string) => (["LDAP", "SAML", "Crowd"] as const).map((source) => ({ source, userId }));

type Seeded = Awaited<ReturnType<typeof seedNexus>>;

const kinds = [...catalogue.values()];

describe.each([
  { release: "3.94.0-12", edition: "PRO" },
  { release: "3.94.0-12", edition: "COMMUNITY" },
  { release: "3.77.0-08", edition: "CORE" },
  { release: "3.71.0-06", edition: "CORE" },
] as const)("on $release $edition, any declaration of", (options) => {
  let nexus: EmbeddedNexus;
  let seeded: Seeded;
  const server = () => ({ url: nexus.url, username: "admin", password: "admin123" });
  beforeAll(async () => {
    const externalUsers = usersNamed("Prop-1.x");
    nexus = await startNexus({ ...options, connectors: "none", scripts: true, externalUsers });
    seeded = await seedNexus(server(), "seed");
  });
  afterAll(() => nexus.stop());

  const here = kinds.filter(
    (kind) => !unsupportedBy(parseServer(`${options.release} ${options.edition}`), kind, {}).length,
  );
  it.each(here)("$name is made, read, changed and deleted without a difference", async (kind) => {
    const name = kind.requires?.lowerCaseNamesSince ? "prop-1.x" : "Prop-1.x";
    const declaration = declarationOf(kind, identityFor(kind, name, seeded.names), seeded.names);
    await fc.assert(
      fc.asyncProperty(declaration, declaration, (first, second) => runLifecycle(server(), kind, first, second)),
      // Recipes and types of tasks are many, and mostly of the same parts.
      { numRuns: ["repository", "task", "capability"].includes(kind.family) ? 8 : 30 },
    );
  });
});
