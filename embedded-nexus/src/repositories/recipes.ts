import { type ApiFacts, isKnownIn } from "../facts.ts";
import type { JsonObject } from "../json.ts";
import type { Edition } from "../options.ts";
import { isWithin, type Release, type ReleaseRange } from "../release.ts";
import type { RepositoryType } from "../state.ts";
import type { RequestSchemas } from "../validation/request-schemas.ts";

/** What is particular about a format: which recipes it has and what they are made of is in the facts. */
interface Format {
  /** How bodies and privileges call it, where paths call it otherwise. */
  readonly id?: string;
  /** The Core has it. */
  readonly core?: true;
  /** Cleanup criteria beside those of all formats. */
  readonly cleanupCriteria?: readonly string[];
}

/** Every format takes a regular expression, by the documentation, but for the one that says otherwise. */
const REGEX: readonly string[] = ["regex"];

const FORMATS: Readonly<Record<string, Format>> = {
  apt: { core: true },
  docker: { cleanupCriteria: [...REGEX, "retain", "sortBy"] },
  gitlfs: { cleanupCriteria: [] },
  maven: { id: "maven2", core: true, cleanupCriteria: [...REGEX, "isPrerelease", "retain", "sortBy"] },
  npm: { cleanupCriteria: [...REGEX, "isPrerelease"] },
  raw: { core: true },
  yum: { cleanupCriteria: [...REGEX, "isPrerelease"] },
};

/** What is particular about a part: everything else about it is in the facts. */
export interface AttributeBlockRule {
  /** Stored where the request leaves the part out. */
  readonly whenAbsent?: JsonObject;
  /** Fields that only Pro keeps. */
  readonly proFields?: readonly string[];
  /** Given back in place of a field that was never set. */
  readonly defaults?: JsonObject;
  /** Never given back. */
  readonly secrets?: readonly string[];
  /** Given back as a whole only where this field was set (apt: a key without a passphrase is not shown, 3.77). */
  readonly shownOnlyWith?: string;
}

/** How a private key is kept was measured with apt (3.77); the other formats are taken to keep theirs alike. */
const signing: AttributeBlockRule = { secrets: ["passphrase"], shownOnlyWith: "passphrase" };

const BLOCK_RULES: Readonly<Record<string, AttributeBlockRule>> = {
  alpineSigning: signing,
  aptSigning: signing,
  docker: { proFields: ["subdomain"] },
  dockerProxy: { defaults: { foreignLayerUrlWhitelist: [] }, secrets: ["secretAccessKey"] },
  oci: { proFields: ["subdomain"] },
  ociProxy: { defaults: { foreignLayerUrlWhitelist: [] } },
  raw: { whenAbsent: { contentDisposition: "ATTACHMENT" } },
  terraformSigning: signing,
  yumSigning: signing,
};

/** What repositories of a type have whatever their format; the rest of a request are the format's own parts. */
const COMMON_BLOCKS: Readonly<Record<RepositoryType, readonly string[]>> = {
  hosted: ["storage", "cleanup", "component"],
  proxy: ["storage", "cleanup", "proxy", "negativeCache", "httpClient", "replication", "firewall"],
  group: ["storage", "group"],
};

/** Parts that a recipe did not show from the start: 3.77 gives no raw part of a group, the documents from 3.81 on do. */
const SHOWN_IN: Readonly<Record<string, ReleaseRange>> = { "raw group raw": { from: "3.81" } };

/** One format and type in one release: what its requests are checked by and which parts it has. */
export interface Recipe {
  readonly path: string;
  readonly format: string;
  readonly type: RepositoryType;
  readonly schema: string;
  readonly attributeBlocks: readonly AttributeBlock[];
}

export interface AttributeBlock extends AttributeBlockRule {
  readonly name: string;
  readonly required: boolean;
  readonly schema: string;
}

/** All that an edition of that release can make. */
export function listRecipes(release: Release, edition: Edition, facts: ApiFacts, schemas: RequestSchemas): Recipe[] {
  return Object.entries(facts.operations).flatMap(([operation, { body }]) => {
    const [, path = "", type] = /^POST \/v1\/repositories\/(\w+)\/(hosted|proxy|group)$/.exec(operation) ?? [];
    const schema = body?.ref;
    if (type === undefined || schema === undefined || !isKnownIn(release, operation)) return [];
    if (edition === "CORE" && !FORMATS[path]?.core) return [];
    return [toRecipe(release, schemas, path, type as RepositoryType, schema)];
  });
}

function toRecipe(
  release: Release,
  schemas: RequestSchemas,
  path: string,
  type: RepositoryType,
  schema: string,
): Recipe {
  const parts = schemas.fields(schema).flatMap(({ name, ref, required }): AttributeBlock[] => {
    const span = SHOWN_IN[`${path} ${type} ${name}`];
    if (ref === undefined || COMMON_BLOCKS[type].includes(name) || (span && !isWithin(release, span))) return [];
    return [{ ...BLOCK_RULES[name], name, required, schema: ref }];
  });
  return { path, format: FORMATS[path]?.id ?? path, type, schema, attributeBlocks: parts };
}

/** The cleanup criteria that a format takes beside those of all. */
export function listCleanupCriteria(format: string): readonly string[] {
  const row = Object.entries(FORMATS).find(([path, { id = path }]) => id === format)?.[1];
  return row?.cleanupCriteria ?? REGEX;
}
