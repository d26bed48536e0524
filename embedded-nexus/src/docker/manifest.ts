import { isObject, type Json, type JsonObject, parseJson } from "../json.ts";
import { isDigest } from "./registry-path.ts";

const DOCKER = "application/vnd.docker.distribution.manifest";
const OCI = "application/vnd.oci.image";
const LISTS = [`${DOCKER}.list.v2+json`, `${OCI}.index.v1+json`];

/** The types of manifest that are taken; those of Docker's first schema are not. */
export const MANIFEST_TYPES: readonly string[] = [`${DOCKER}.v2+json`, `${OCI}.manifest.v1+json`, ...LISTS];

/** Bytes; more than a manifest ever has, or anything else that is read as a whole. */
export const MAX_MANIFEST_BYTES = 8_000_000;

/** What of a manifest a registry has to know. */
export interface ImageManifest {
  readonly type: string;
  /** Layers and configurations that must be there. */
  readonly blobs: readonly string[];
  /** Manifests that a list or an index names. */
  readonly manifests: readonly string[];
  /** The manifest that this one is about. */
  readonly subject?: string;
  readonly artifactType?: string;
  readonly annotations?: JsonObject;
}

/** Reads a manifest; a text where it is none. */
export function parseManifest(text: string, contentType: string | null): ImageManifest | string {
  const content = parseJson(text);
  if (!isObject(content)) return "not a JSON object";
  const told = contentType?.split(";")[0]?.trim();
  const type = textOf(content.mediaType ?? told);
  if (content.schemaVersion !== 2) return "schemaVersion must be 2";
  if (told && content.mediaType !== undefined && told !== content.mediaType) {
    return `mediaType is ${type}, sent as ${told}`;
  }
  if (!MANIFEST_TYPES.includes(type)) return `unsupported manifest type ${type}`;
  const isList = LISTS.includes(type);
  // What nobody may distribute comes from elsewhere.
  const own = descriptors(content.layers).filter(
    ({ urls, mediaType }) => !urls && !/foreign|nondist/.test(`${mediaType}`),
  );
  const blobs = digests(isList ? [] : [content.config ?? null, ...own]);
  const manifests = digests(isList ? descriptors(content.manifests) : []);
  if (!isList && !isObject(content.config)) return "config is missing";
  const subject = isObject(content.subject) ? textOf(content.subject.digest) : undefined;
  const about = subject === undefined ? [] : [subject];
  const wrong = [...blobs, ...manifests, ...about].find((digest) => !isDigest(digest));
  if (wrong !== undefined) return `${wrong} is no digest`;
  const annotations = isObject(content.annotations) ? content.annotations : {};
  if (Object.values(annotations).some((value) => typeof value !== "string")) return "annotations must be texts";
  const config = isObject(content.config) ? content.config.mediaType : undefined;
  const artifactType = content.artifactType ?? config;
  return {
    type,
    blobs,
    manifests,
    ...(subject !== undefined && { subject }),
    ...(typeof artifactType === "string" && { artifactType }),
    ...(isObject(content.annotations) && { annotations: content.annotations }),
  };
}

function descriptors(list: Json | undefined): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function digests(list: readonly Json[]): string[] {
  return list.filter(isObject).map(({ digest }) => textOf(digest));
}

/** Nothing where it is anything else, which may be nested without end. */
const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");
