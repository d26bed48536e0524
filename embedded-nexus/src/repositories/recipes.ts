import { type ApiFacts, isKnownIn } from "../facts.ts";
import type { JsonObject } from "../json.ts";
import type { Edition } from "../options.ts";
import { isWithin, type Release, type ReleaseRange } from "../release.ts";
import type { RepositoryType } from "../state.ts";
import type { RequestSchemas } from "../validation/request-schemas.ts";

/** A format's properties that the API facts do not contain. Its recipes and their attribute blocks are in the facts. */
interface Format {
  /** The id in bodies and privileges. Default: the name in paths. */
  readonly id?: string;
  /** Set for formats that the Core has. */
  readonly core?: true;
  /** Cleanup criteria in addition to those of all formats. Default: regex. */
  readonly cleanupCriteria?: readonly string[];
}

/** By the documentation, every format supports a regular expression, except those whose row has other criteria. */
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

/** An attribute block's properties that the API facts do not contain. */
export interface AttributeBlockRule {
  /** Stored if the request omits the block. */
  readonly whenAbsent?: JsonObject;
  /** Fields that only Pro stores. */
  readonly proFields?: readonly string[];
  /** Returned for fields that were never set. */
  readonly defaults?: JsonObject;
  /** Fields that are never returned. */
  readonly secrets?: readonly string[];
  /** The block is returned only if this field was set (apt: a key without a passphrase is not returned, 3.77). */
  readonly shownOnlyWith?: string;
  /** Values that some releases return instead of the stored ones. */
  readonly wrong?: { readonly releases: ReleaseRange; readonly values: JsonObject };
}

/** A signing key. Measured with apt (3.77) and assumed for other formats. */
const signing: AttributeBlockRule = { secrets: ["passphrase"], shownOnlyWith: "passphrase" };

const BLOCK_RULES: Readonly<Record<string, AttributeBlockRule>> = {
  alpineSigning: signing,
  aptSigning: signing,
  // NEXUS-48088.
  cargo: { wrong: { releases: { from: "3.82", before: "3.88" }, values: { requireAuthentication: false } } },
  docker: { proFields: ["subdomain"] },
  dockerProxy: { defaults: { foreignLayerUrlWhitelist: [] }, secrets: ["secretAccessKey", "sessionToken"] },
  npm: { defaults: { removeQuarantined: false } },
  oci: { proFields: ["subdomain"] },
  ociProxy: { defaults: { foreignLayerUrlWhitelist: [] } },
  pypi: { defaults: { removeQuarantined: false } },
  raw: { whenAbsent: { contentDisposition: "ATTACHMENT" } },
  // Another client's live tests read both in every response (3.92): a setting that was never sent, and the key in clear text.
  terraform: { whenAbsent: { requireAuthentication: false } },
  terraformSigning: { secrets: ["passphrase"] },
  yumSigning: signing,
};

/** The attribute blocks that all formats have, by repository type. All other blocks of a request belong to its format. */
const COMMON_BLOCKS: Readonly<Record<RepositoryType, readonly string[]>> = {
  hosted: ["storage", "cleanup", "component"],
  proxy: ["storage", "cleanup", "proxy", "negativeCache", "httpClient", "replication", "firewall"],
  group: ["storage", "group"],
};

/**
 * Blocks of requests that a recipe stores and returns only in some releases: 3.77 returns no raw block of a group, the documents
 * have it from 3.81 on; the maven block of a group is not used by the only release that reads it.
 */
const SHOWN_IN: Readonly<Record<string, ReleaseRange>> = {
  "raw group raw": { from: "3.81" },
  "maven group maven": { before: "3.0" },
};

/** A format and a repository type in one release: the schema of its requests, and its attribute blocks. */
export interface Recipe {
  /** The format in paths: maven. */
  readonly path: string;
  /** The format in bodies and privileges: maven2. */
  readonly format: string;
  readonly type: RepositoryType;
  readonly schema: string;
  readonly attributeBlocks: readonly AttributeBlock[];
}

/** An attribute block of a recipe, `docker` or `aptSigning` for example. */
export interface AttributeBlock extends AttributeBlockRule {
  readonly name: string;
  readonly required: boolean;
  readonly schema: string;
}

/** Returns all recipes of a release and edition. */
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
  const attributeBlocks = schemas.fields(schema).flatMap(({ name, ref, required }): AttributeBlock[] => {
    const span = SHOWN_IN[`${path} ${type} ${name}`];
    if (ref === undefined || COMMON_BLOCKS[type].includes(name) || (span && !isWithin(release, span))) return [];
    return [{ ...BLOCK_RULES[name], name, required, schema: ref }];
  });
  return { path, format: FORMATS[path]?.id ?? path, type, schema, attributeBlocks };
}

/** Returns the cleanup criteria that a format supports in addition to those of all formats. */
export function listCleanupCriteria(format: string): readonly string[] {
  const row = Object.entries(FORMATS).find(([path, { id = path }]) => id === format)?.[1];
  return row?.cleanupCriteria ?? REGEX;
}
