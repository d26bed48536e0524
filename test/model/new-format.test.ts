/**
 * Adds a repository format: a new format needs its attribute block and its row of recipes, nothing else. The format
 * "papyrus" is invented, in the model and in the embedded Nexus.
 */
import fc from "fast-check";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { type ApiFacts, apiFacts } from "nexus-embedded/facts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { requiredBlock, withCreateDefault } from "../../src/model/field-metadata.ts";
import type { Kind } from "../../src/model/kind.ts";
import {
  defineRecipe,
  groupAttributes,
  hostedAttributes,
  proxyAttributes,
} from "../../src/model/kinds/repository/recipes.ts";
import { defineRepositoryKinds } from "../../src/model/kinds/repository/repository-kinds.ts";
import { validateFields } from "../../src/model/validation.ts";
import { declarationOf, type Names } from "../support/declarations.ts";
import { runLifecycle } from "../support/lifecycle.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { ResourceStack } from "../support/resource-stack.ts";
import { seedNexus } from "../support/seed.ts";

/** The attribute block, as src/model/kinds/repository/format-attributes.ts would have it. */
const papyrus = {
  /** The attributes of a papyrus repository. */
  papyrus: requiredBlock(
    z.strictObject({
      /** The layout. Default on creation: `SCROLL`. */
      layout: withCreateDefault(z.enum(["SCROLL", "CODEX"]), "SCROLL"),
      /** The columns of a page; 1 to 12. */
      columns: z.int().min(1).max(12).optional(),
    }),
  ),
};

/** The row of recipes, as src/model/kinds/repository/recipes.ts would have it. */
const kinds = defineRepositoryKinds({
  papyrus: {
    hosted: defineRecipe({ ...hostedAttributes, ...papyrus }),
    proxy: defineRecipe({ ...proxyAttributes, ...papyrus }),
    group: defineRecipe(groupAttributes),
  },
}).papyrus;

/** The API document of a Nexus with papyrus: the requests of raw, with the block papyrus instead of raw. */
const document: ApiFacts = {
  operations: Object.fromEntries(
    ["Hosted", "Proxy", "Group"].map((type) => [
      `POST /v1/repositories/papyrus/${type.toLowerCase()}`,
      { body: { ref: `Papyrus${type}RepositoryApiRequest` } },
    ]),
  ),
  schemas: {
    PapyrusHostedRepositoryApiRequest: request("Hosted", { papyrus: { ref: "PapyrusAttributes" } }, "papyrus"),
    PapyrusProxyRepositoryApiRequest: request("Proxy", { papyrus: { ref: "PapyrusAttributes" } }, "papyrus"),
    PapyrusGroupRepositoryApiRequest: request("Group", {}),
    PapyrusAttributes: {
      required: ["layout"],
      properties: {
        layout: { type: "string", enum: ["SCROLL", "CODEX"] },
        columns: { type: "integer", minimum: 1, maximum: 12 },
      },
    },
  },
};

function request(type: string, own: object, ...required: string[]) {
  const { raw: _raw, ...properties } = apiFacts.schemas[`Raw${type}RepositoryApiRequest`]?.properties ?? {};
  const inherited = apiFacts.schemas[`Raw${type}RepositoryApiRequest`]?.required ?? [];
  return { required: [...inherited, ...required], properties: { ...properties, ...own } };
}

describe("a new format", () => {
  let nexus: EmbeddedNexus;
  let names: Names;
  const server = () => ({ url: nexus.url, username: "admin", password: "admin123" });

  beforeAll(async () => {
    nexus = await startNexus({ facts: document, edition: "PRO" });
    const members = ["papyrus-a", "papyrus-b"];
    for (const name of members) await new ResourceStack(server(), kinds.hosted).up({ name });
    names = { ...(await seedNexus(server(), "seed")).names, repository: { papyrus: members } };
  });
  afterAll(() => nexus.stop());

  it.each<Kind>([kinds.hosted, kinds.proxy, kinds.group])(
    "creates, reads, updates and deletes its $noun without differences",
    async (kind) => {
      const declaration = declarationOf(kind, "scrolls", names);
      await fc.assert(
        fc.asyncProperty(declaration, declaration, (first, second) => runLifecycle(server(), kind, first, second)),
        propertyRuns(10, 2),
      );
    },
  );

  it("sends the create defaults of its block", async () => {
    const runs = new ResourceStack(server(), kinds.hosted);
    await runs.up({ name: "scrolls" });
    const response = await fetch(`${nexus.url}/service/rest/v1/repositories/papyrus/hosted/scrolls`, {
      headers: { Authorization: `Basic ${btoa("admin:admin123")}` },
    });
    expect(await response.json()).toMatchObject({ format: "papyrus", papyrus: { layout: "SCROLL", columns: null } });
    await runs.destroy();
  });

  it("reports mistakes in its block", () => {
    const wrong = { name: "scrolls", papyrus: { layout: "SCROL", colums: 3 } };
    expect(validateFields(kinds.hosted, wrong).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'papyrus.layout: "SCROL" is not one of SCROLL, CODEX; did you mean "SCROLL"?',
      'papyrus.colums: is not a field of papyrus of a papyrus hosted repository; did you mean "columns"?',
    ]);
  });
});
