import { parseMavenPath } from "../formats/maven/maven-path.ts";
import type { JsonObject } from "../json.ts";
import type { RepositoryRecord } from "../state.ts";
import { type Component, parseCoordinates, type StoredAsset } from "./components.ts";

/** A component as Nexus's API shows it; of a group, with what is got through it. */
export function toComponentXO(repository: RepositoryRecord, base: string, component: Component): JsonObject {
  const { id, group, name, version, assets } = component;
  return {
    id: itemId(repository, id),
    repository: repository.name,
    format: repository.format,
    group,
    name,
    version,
    assets: assets.map((asset) => toAssetXO(repository, base, asset)),
  };
}

/** An asset as 3.71 shows it, without the SHA-512, which nothing here is looked up by. */
export function toAssetXO(
  { name, format }: RepositoryRecord,
  base: string,
  { id, path, asset }: StoredAsset,
): JsonObject {
  return {
    downloadUrl: `${base}/repository/${name}${encodeURI(path)}`,
    path,
    id: itemId({ name }, id),
    repository: name,
    format,
    checksum: { md5: asset.md5, sha1: asset.sha1, sha256: asset.sha256 },
    contentType: asset.contentType,
    lastModified: time(asset.updated),
    lastDownloaded: asset.lastDownloaded === null ? null : time(asset.lastDownloaded),
    uploader: asset.uploader,
    uploaderIp: "127.0.0.1",
    fileSize: asset.size,
    blobCreated: time(asset.created),
    blobStoreName: null,
    [format]: formatAttributes(format, { id, path, asset }),
  };
}

/** What search knows an asset by besides its component: maven.extension, npm.scope... (of Maven as 3.71 shows it). */
export function formatAttributes(format: string, { path, asset }: StoredAsset): Record<string, string> {
  if (format === "raw") return {};
  if (format === "maven2") {
    const found = parseMavenPath(path);
    if (!found) return {};
    const { baseVersion: _, ...shown } = found;
    return shown;
  }
  const named = parseCoordinates({ format }, path, asset);
  if (!named) return {};
  const { group, name, version } = named;
  return { name, ...(version !== null && { version }), ...(format === "npm" && group !== null && { scope: group }) };
}

/** What an item is asked for by: its repository and itself, in Base64 without padding. */
const itemId = ({ name }: Pick<RepositoryRecord, "name">, id: string): string =>
  Buffer.from(`${name}:${id}`).toString("base64url");

/** The repository's name and the id within it; undefined when it is no id at all. */
export function parseItemId(given: string): { readonly repository: string; readonly id: string } | undefined {
  const [, repository, id] = /^([^:]+):([0-9a-f]+)$/.exec(Buffer.from(given, "base64url").toString("utf8")) ?? [];
  return repository === undefined || id === undefined ? undefined : { repository, id };
}

const time = (ms: number): string => new Date(ms).toISOString().replace("Z", "+00:00");
