import { isObject, type Json, type JsonObject, parseJson } from "../json.ts";
import { isDigest } from "./registry-path.ts";

const DOCKER = "application/vnd.docker.distribution.manifest";
const OCI = "application/vnd.oci.image";
const LIST_TYPES = [`${DOCKER}.list.v2+json`, `${OCI}.index.v1+json`];

/** The types of manifest that are accepted; those of Docker's schema 1 are not. */
export const MANIFEST_TYPES: readonly string[] = [`${DOCKER}.v2+json`, `${OCI}.manifest.v1+json`, ...LIST_TYPES];

/** The size limit of a manifest, and of other documents that are read whole, in bytes. */
export const MAX_MANIFEST_BYTES = 8_000_000;

/** The parts of a manifest that a registry needs. */
export interface ImageManifest {
  readonly type: string;
  /** Digests of the layers and the configuration that the repository must have. */
  readonly blobs: readonly string[];
  /** Digests of the manifests in a list or an index. */
  readonly manifests: readonly string[];
  /** Digest of the manifest that this one refers to. */
  readonly subject?: string;
  readonly artifactType?: string;
  readonly annotations?: JsonObject;
}

/** Parses a manifest; returns the reason, a text, if it is none. */
export function parseManifest(text: string, contentType: string | null): ImageManifest | string {
  const json = parseJson(text);
  if (!isObject(json)) return "not a JSON object";
  const sentType = contentType?.split(";")[0]?.trim();
  const type = asText(json.mediaType ?? sentType);
  if (json.schemaVersion !== 2) return "schemaVersion must be 2";
  if (sentType && json.mediaType !== undefined && sentType !== json.mediaType) {
    return `mediaType is ${type}, sent as ${sentType}`;
  }
  if (!MANIFEST_TYPES.includes(type)) return `unsupported manifest type ${type}`;
  const isList = LIST_TYPES.includes(type);
  // Layers that may not be distributed are downloaded from elsewhere.
  const layers = descriptorsIn(json.layers).filter(
    ({ urls, mediaType }) => !urls && !/foreign|nondist/.test(`${mediaType}`),
  );
  const blobs = digestsOf(isList ? [] : [json.config ?? null, ...layers]);
  const manifests = digestsOf(isList ? descriptorsIn(json.manifests) : []);
  if (!isList && !isObject(json.config)) return "config is missing";
  const subject = isObject(json.subject) ? asText(json.subject.digest) : undefined;
  const subjects = subject === undefined ? [] : [subject];
  const invalid = [...blobs, ...manifests, ...subjects].find((digest) => !isDigest(digest));
  if (invalid !== undefined) return `${invalid} is no digest`;
  const annotations = isObject(json.annotations) ? json.annotations : {};
  if (Object.values(annotations).some((value) => typeof value !== "string")) return "annotations must be texts";
  const configType = isObject(json.config) ? json.config.mediaType : undefined;
  const artifactType = json.artifactType ?? configType;
  return {
    type,
    blobs,
    manifests,
    ...(subject !== undefined && { subject }),
    ...(typeof artifactType === "string" && { artifactType }),
    ...(isObject(json.annotations) && { annotations: json.annotations }),
  };
}

function descriptorsIn(list: Json | undefined): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function digestsOf(descriptors: readonly Json[]): string[] {
  return descriptors.filter(isObject).map(({ digest }) => asText(digest));
}

/** Returns a text as it is, and an empty one for any other value, which may be nested without end. */
const asText = (value: Json | undefined): string => (typeof value === "string" ? value : "");
