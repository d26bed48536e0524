import { parseMavenPath } from "../formats/maven/maven-path.ts";
import type { JsonObject } from "../json.ts";
import type { RepositoryRecord } from "../state.ts";
import { type Component, parseCoordinates, type StoredAsset } from "./components.ts";

/** Converts a component to the API's ComponentXO; in a group the addresses are those of the group. */
export function toComponentXO(repository: RepositoryRecord, base: string, component: Component): JsonObject {
  const { id, group, name, version, assets } = component;
  return {
    id: createItemId(repository, id),
    repository: repository.name,
    format: repository.format,
    group,
    name,
    version,
    assets: assets.map((asset) => toAssetXO(repository, base, asset)),
  };
}

/** Converts an asset to the API's AssetXO of 3.71, without the SHA-512, which nothing is searched by here. */
export function toAssetXO(
  { name, format }: RepositoryRecord,
  base: string,
  { id, path, asset }: StoredAsset,
): JsonObject {
  return {
    downloadUrl: `${base}/repository/${name}${encodeURI(path)}`,
    path,
    id: createItemId({ name }, id),
    repository: name,
    format,
    checksum: { md5: asset.md5, sha1: asset.sha1, sha256: asset.sha256 },
    contentType: asset.contentType,
    lastModified: formatTime(asset.updated),
    lastDownloaded: asset.lastDownloaded === null ? null : formatTime(asset.lastDownloaded),
    uploader: asset.uploader,
    uploaderIp: "127.0.0.1",
    fileSize: asset.size,
    blobCreated: formatTime(asset.created),
    blobStoreName: null,
    [format]: getFormatAttributes(format, { id, path, asset }),
  };
}

/** Returns the attributes of an asset that belong to its format, such as npm's scope (Maven's as in 3.71). */
export function getFormatAttributes(format: string, { path, asset }: StoredAsset): Record<string, string> {
  if (format === "raw") return {};
  if (format === "maven2") {
    const coordinates = parseMavenPath(path);
    if (!coordinates) return {};
    const { baseVersion: _, ...attributes } = coordinates;
    return attributes;
  }
  const coordinates = parseCoordinates({ format }, path, asset);
  if (!coordinates) return {};
  const { group, name, version } = coordinates;
  return { name, ...(version !== null && { version }), ...(format === "npm" && group !== null && { scope: group }) };
}

/** Creates the id of an item in the API: its repository and its own id, in Base64 without padding. */
const createItemId = ({ name }: Pick<RepositoryRecord, "name">, id: string): string =>
  Buffer.from(`${name}:${id}`).toString("base64url");

/** Parses the id of an item in the API; undefined if it is malformed. */
export function parseItemId(itemId: string): { readonly repository: string; readonly id: string } | undefined {
  const [, repository, id] = /^([^:]+):([0-9a-f]+)$/.exec(Buffer.from(itemId, "base64url").toString("utf8")) ?? [];
  return repository === undefined || id === undefined ? undefined : { repository, id };
}

const formatTime = (ms: number): string => new Date(ms).toISOString().replace("Z", "+00:00");
