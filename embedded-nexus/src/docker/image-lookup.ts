import { findAsset, isFoundAsset } from "../content/asset-lookup.ts";
import type { FormatRules } from "../content/file-handler.ts";
import type { Acceptance, FoundAsset, ReceivedAsset, Rejection } from "../content/proxy-fetch.ts";
import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { MANIFEST_TYPES, parseManifest } from "./manifest.ts";
import { registryError } from "./registry-errors.ts";
import { blobPath, type ImagePath, isDigest, manifestPath, parseImagePath } from "./registry-path.ts";
import { requestContent } from "./upstream-registry.ts";

/**
 * Rules for manifests and blobs, looked up by the paths of the registry protocol: `/v2/NAME/manifests/REFERENCE`,
 * `/v2/NAME/blobs/DIGEST`. Content by digest does not change; a tag is metadata.
 */
export const imageRules: FormatRules = {
  isMetadata: (path) => !isDigest(parseImagePath(path).reference),
  writePolicy: imageWritePolicy,
  upstreamAddress: (_nexus, _repository, path) => path,
  proxyPath: (repository, path) => {
    const { kind, name, reference } = parseImagePath(path);
    return `/v2/${upstreamImageName(repository, name)}/${kind}/${reference}`;
  },
  assetPath: (path) => {
    const { kind, reference } = parseImagePath(path);
    return kind === "blobs" ? blobPath(reference) : path;
  },
  request: (client, path, stored) => requestContent(client, path, stored && `sha256:${stored.sha256}`),
  accept: acceptImageContent,
  failure: (status) => (status === 404 ? { status } : { status: 502, reason: `The upstream answered ${status}` }),
  skipsOfflineMembers: true,
};

/** Finds a manifest or a blob by its path; if there is none, returns the error response. */
export async function findImageContent(
  nexus: Nexus,
  repository: RepositoryRecord,
  path: string,
): Promise<FoundAsset | ResponseData> {
  const result = await findAsset(nexus, repository, path, "proxy", imageRules);
  if (isFoundAsset(result)) return result;
  const { status, reason = status === 404 ? path : "Bad Gateway" } = result;
  if (status === 404 && reason === path) return notFound(path);
  // As for any proxy, the reason is in the status line too.
  const code = status === 404 ? "MANIFEST_UNKNOWN" : status === 403 ? "DENIED" : "UNKNOWN";
  return { ...registryError(code, reason, status), reason };
}

/** Creates the response for content that does not exist, with the texts of 3.64. */
export function notFound(path: string): ResponseData {
  const { kind, name, reference } = parseImagePath(path);
  if (kind === "blobs") return registryError("BLOB_UNKNOWN", reference);
  const subject: Record<string, string> = isDigest(reference) ? { Revision: reference } : { Tag: reference };
  return registryError("MANIFEST_UNKNOWN", [{ Name: name }, subject]);
}

/** Returns the name of an image in a proxy's upstream: on Docker Hub `app` is `library/app` (by the documentation). */
export function upstreamImageName({ attributes }: Pick<RepositoryRecord, "attributes">, name: string): string {
  return attributes.dockerProxy?.indexType === "HUB" && !name.includes("/") ? `library/${name}` : name;
}

/**
 * Content that exists is not changed by a push of the same digest, so that is always accepted. A tag that exists is
 * refused by ALLOW_ONCE even with the same image: reports have Nexus refuse content that it already has. The tag
 * `latest` may be exempt.
 */
function imageWritePolicy(
  policy: string,
  { repository, path, exists }: { readonly repository: RepositoryRecord; readonly path: string; exists: boolean },
): string {
  const reference = path.slice(path.lastIndexOf("/") + 1);
  const isLatest = reference === "latest" && repository.attributes.storage?.latestPolicy === true;
  if (isLatest && policy === "ALLOW_ONCE") return "ALLOW";
  return exists && isDigest(reference) ? "ALLOW" : policy;
}

/** Accepts content that has the announced digest and, for a manifest, is one. A tag is stored by its digest too. */
async function acceptImageContent({
  path,
  assetPath,
  response,
  blob,
  blobs,
}: ReceivedAsset): Promise<Acceptance | Rejection> {
  const { kind, name, reference }: ImagePath = parseImagePath(path);
  const digest = `sha256:${blob.sha256}`;
  const announced = isDigest(reference) ? reference : response.headers.get("docker-content-digest");
  if (announced && announced !== digest) return { reason: "The upstream sent content with another digest" };
  if (kind === "blobs") return { paths: [assetPath], contentType: "application/octet-stream" };
  const contentType = response.headers.get("content-type");
  const manifest = parseManifest(await blobs.readText(blob.sha256), contentType);
  if (typeof manifest === "string") return { reason: "The upstream sent no manifest" };
  const paths = [...new Set([path, manifestPath(name, digest)])];
  return { paths, contentType: contentType ?? MANIFEST_TYPES[0] ?? "" };
}
