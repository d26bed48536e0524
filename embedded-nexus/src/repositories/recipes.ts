import type { Schemas } from "../validation/request-schemas.ts";
import { type ApiFacts, isKnownIn } from "../facts.ts";
import type { JsonObject } from "../json.ts";
import type { Edition } from "../options.ts";
import { isWithin, type Release, type ReleaseRange } from "../release.ts";
import type { RepositoryType } from "../state.ts";

/** What is particular about a format: which recipes it has and what they are made of is in the facts. */
interface Format {
  /** How bodies and privileges call it, where paths call it otherwise. */
  readonly id?: string;
  /** The Core has it. */
  readonly core?: true;
  /** Cleanup criteria beside those of all formats. */
  readonly criteria?: readonly string[];
}

/** Every format takes a regular expression, by the documentation, but for the one that says otherwise. */
const REGEX: readonly string[] = ["regex"];

const FORMATS: Readonly<Record<string, Format>> = {
  apt: { core: true },
  docker: { criteria: [...REGEX, "retain", "sortBy"] },
  gitlfs: { criteria: [] },
  maven: { id: "maven2", core: true, criteria: [...REGEX, "isPrerelease", "retain", "sortBy"] },
  npm: { criteria: [...REGEX, "isPrerelease"] },
  raw: { core: true },
  yum: { criteria: [...REGEX, "isPrerelease"] },
};

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

/** How a private key is kept was measured with apt (3.77); the other formats are taken to keep theirs alike. */
const signing: Part = { secrets: ["passphrase"], shownWith: "passphrase" };

const PARTS: Readonly<Record<string, Part>> = {
  alpineSigning: signing,
  aptSigning: signing,
  docker: { pro: ["subdomain"] },
  dockerProxy: { defaults: { foreignLayerUrlWhitelist: [] }, secrets: ["secretAccessKey"] },
  oci: { pro: ["subdomain"] },
  ociProxy: { defaults: { foreignLayerUrlWhitelist: [] } },
  raw: { absent: { contentDisposition: "ATTACHMENT" } },
  terraformSigning: signing,
  yumSigning: signing,
};

/** What repositories of a type have whatever their format; the rest of a request are the format's own parts. */
const COMMON: Readonly<Record<RepositoryType, readonly string[]>> = {
  hosted: ["storage", "cleanup", "component"],
  proxy: ["storage", "cleanup", "proxy", "negativeCache", "httpClient", "replication", "firewall"],
  group: ["storage", "group"],
};

/** Parts that a recipe did not show from the start: 3.77 gives no raw part of a group, the documents from 3.81 on do. */
const SHOWN: Readonly<Record<string, ReleaseRange>> = { "raw group raw": { from: "3.81" } };

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
  readonly required: boolean;
  readonly schema: string;
}

/** All that an edition of that release can make. */
export function recipes(release: Release, edition: Edition, facts: ApiFacts, schemas: Schemas): Recipe[] {
  return Object.entries(facts.operations).flatMap(([operation, { body }]) => {
    const [, path = "", type] = /^POST \/v1\/repositories\/(\w+)\/(hosted|proxy|group)$/.exec(operation) ?? [];
    const schema = body?.ref;
    if (type === undefined || schema === undefined || !isKnownIn(release, operation)) return [];
    if (edition === "CORE" && !FORMATS[path]?.core) return [];
    return [recipe(release, schemas, path, type as RepositoryType, schema)];
  });
}

function recipe(release: Release, schemas: Schemas, path: string, type: RepositoryType, schema: string): Recipe {
  const parts = schemas.fields(schema).flatMap(({ name, ref, required }): RecipePart[] => {
    const span = SHOWN[`${path} ${type} ${name}`];
    if (ref === undefined || COMMON[type].includes(name) || (span && !isWithin(release, span))) return [];
    return [{ ...PARTS[name], name, required, schema: ref }];
  });
  return { path, format: FORMATS[path]?.id ?? path, type, schema, parts };
}

/** The cleanup criteria that a format takes beside those of all. */
export function criteriaOf(format: string): readonly string[] {
  const row = Object.entries(FORMATS).find(([path, { id = path }]) => id === format)?.[1];
  return row?.criteria ?? REGEX;
}
