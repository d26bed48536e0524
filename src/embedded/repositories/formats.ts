import type { Schemas } from "../checks/schemas.ts";
import { facts } from "../facts.ts";
import type { JsonObject } from "../json.ts";
import type { Edition } from "../options.ts";
import { type Release, type Span, within } from "../release.ts";
import type { RepositoryType } from "../state.ts";

/**
 * A format is a row: how its path is called, how bodies call it, which parts each of its types has beyond those of
 * every repository of that type, and which cleanup criteria it takes beyond the two of all formats.
 */
export interface Format {
  readonly path: string;
  readonly id: string;
  /** Whether the Core has it. */
  readonly core: boolean;
  readonly types: Readonly<Partial<Record<RepositoryType, readonly (string | PartUse)[]>>>;
  readonly criteria: readonly string[];
}

/** A part that only some releases have. */
interface PartUse extends Span {
  readonly part: string;
}

export const FORMATS: readonly Format[] = [
  {
    path: "apt",
    id: "apt",
    core: true,
    types: { hosted: ["apt", "aptSigning"], proxy: ["apt", { part: "aptSigning", from: "3.91" }] },
    criteria: ["regex"],
  },
  {
    path: "docker",
    id: "docker",
    core: false,
    types: { hosted: ["docker"], proxy: ["docker", "dockerProxy"], group: ["docker"] },
    // By the documentation.
    criteria: ["regex", "retain", "sortBy"],
  },
  {
    path: "maven",
    id: "maven2",
    core: true,
    // 3.77: groups have no maven part in their answers.
    types: { hosted: ["maven"], proxy: ["maven"], group: [] },
    criteria: ["regex", "isPrerelease", "retain", "sortBy"],
  },
  {
    path: "raw",
    id: "raw",
    core: true,
    // 3.77: groups have no raw part in their answers; the documents show one from 3.81 on.
    types: { hosted: ["raw"], proxy: ["raw"], group: [{ part: "raw", from: "3.81" }] },
    criteria: ["regex"],
  },
];

/** What is particular about a part: everything else about it is in the facts. */
export interface Part {
  /** Stored where the request leaves the part out. */
  readonly absent?: JsonObject;
  /** Fields that only Pro keeps. */
  readonly pro?: readonly string[];
  /** Given back in place of a field that was never set. */
  readonly defaults?: JsonObject;
  /** Never given back. */
  readonly secrets?: readonly string[];
  /** Given back as a whole only where this field was set (apt: a key without a passphrase is not shown, 3.77). */
  readonly shownWith?: string;
}

export const PARTS: Readonly<Record<string, Part>> = {
  apt: {},
  aptSigning: { secrets: ["passphrase"], shownWith: "passphrase" },
  docker: { pro: ["subdomain"] },
  dockerProxy: { defaults: { foreignLayerUrlWhitelist: [] }, secrets: ["secretAccessKey"] },
  maven: {},
  raw: { absent: { contentDisposition: "ATTACHMENT" } },
};

/** One format and type in one release: what its requests are checked by and which parts it has. */
export interface Recipe {
  readonly path: string;
  readonly format: string;
  readonly type: RepositoryType;
  readonly schema: string;
  readonly parts: readonly RecipePart[];
}

export interface RecipePart extends Part {
  readonly name: string;
  readonly schema: string;
}

const TYPES: readonly RepositoryType[] = ["hosted", "proxy", "group"];

export function recipes(release: Release, edition: Edition, schemas: Schemas): Recipe[] {
  const found: Recipe[] = [];
  for (const { path, id, core, types } of FORMATS) {
    if (edition === "CORE" && !core) continue;
    for (const type of TYPES) {
      const uses = types[type];
      const schema = facts.operations[`POST /v1/repositories/${path}/${type}`]?.body?.ref;
      if (!uses || schema === undefined) continue;
      const parts = uses
        .map((use) => (typeof use === "string" ? { part: use } : use))
        .filter((use) => within(release, use))
        .map(({ part }) => recipePart(schemas, schema, part));
      found.push({ path, format: id, type, schema, parts });
    }
  }
  return found;
}

function recipePart(schemas: Schemas, request: string, name: string): RecipePart {
  const schema = schemas.field(request, name)?.ref;
  if (schema === undefined) throw new Error(`the facts have no part ${name} in ${request}`);
  return { ...PARTS[name], name, schema };
}
