import { createHash } from "node:crypto";
import { isFoundAsset } from "../content/asset-lookup.ts";
import { checkUpload, putAsset } from "../content/asset-upload.ts";
import { uploaderOf } from "../content/content-request.ts";
import { serveAsset } from "../content/file-handler.ts";
import type { FoundAsset } from "../content/proxy-fetch.ts";
import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { findWritableRepository } from "./blob-upload.ts";
import { findImageContent, imageRules, notFound } from "./image-lookup.ts";
import type { AuthorizedRequest } from "./image-request.ts";
import { type ImageManifest, MAX_MANIFEST_BYTES, parseManifest } from "./manifest.ts";
import { registryError, registryErrors } from "./registry-errors.ts";
import { imageBlobPath, isDigest, isTag, manifestPath } from "./registry-path.ts";

/** Handles requests for a manifest by its tag or digest: GET, HEAD, PUT, DELETE. */
export async function handleManifestRequest(
  request: AuthorizedRequest,
  name: string,
  reference: string,
): Promise<ResponseData> {
  if (!isDigest(reference) && !isTag(reference)) return registryError("MANIFEST_INVALID", reference);
  if (request.method === "GET" || request.method === "HEAD") return getManifest(request, name, reference);
  if (request.method === "PUT") return pushManifest(request, name, reference);
  return request.method === "DELETE" ? deleteManifest(request, name, reference) : registryError("UNSUPPORTED");
}

async function getManifest(request: AuthorizedRequest, name: string, reference: string): Promise<ResponseData> {
  const { nexus, repository } = request;
  const result = await findImageContent(nexus, repository, manifestPath(name, reference));
  if (!isFoundAsset(result)) return result;
  noteDownloadOfTags(nexus, result);
  return serveAsset(nexus, request, result, { "Docker-Content-Digest": `sha256:${result.asset.sha256}` });
}

/** Counts a pull by digest for the tags of the manifest too: cleanup would remove what runs by digest. Not measured. */
function noteDownloadOfTags(nexus: Nexus, { repository, path, asset }: FoundAsset): void {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  if (!isDigest(path.slice(folder.length))) return;
  for (const tagged of pathsOfManifest(nexus, repository, folder, asset.sha256)) {
    nexus.content.assets(repository).recordDownload(tagged, nexus.clock.now());
  }
}

/** Lists the paths of one manifest in a folder, by its tags and its digest. */
function pathsOfManifest(nexus: Nexus, repository: RepositoryRecord, folder: string, sha256: string): string[] {
  const assets = nexus.content.assets(repository).list(folder);
  return assets.filter(([, asset]) => asset.sha256 === sha256).map(([path]) => path);
}

async function pushManifest(request: AuthorizedRequest, name: string, reference: string): Promise<ResponseData> {
  const { nexus, headers } = request;
  const repository = findWritableRepository(request);
  if (!repository) return registryError("UNSUPPORTED");
  if (nexus.state.frozen) return registryError("UNKNOWN", "read-only", 503);
  const bytes = await readLimited(request.body());
  if (!bytes) return registryError("MANIFEST_INVALID", "too large", 413);
  const manifest = parseManifest(new TextDecoder().decode(bytes), headers.get("content-type"));
  if (typeof manifest === "string") return registryError("MANIFEST_INVALID", manifest);
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  if (isDigest(reference) && reference !== digest) return registryError("DIGEST_INVALID", reference);
  return nexus.content.blobStoreOf(repository).write(bytes, async (blob) => {
    const missing = await findMissing(request, name, manifest);
    if (missing.length > 0) return registryErrors("BLOB_UNKNOWN", missing, 400);
    // No await from here on: the content that was found is still there, and of two pushes of a tag at once the second
    // sees the first.
    const refusal = checkUpload(nexus, repository, manifestPath(name, reference), imageRules);
    if (refusal) return registryError("BLOB_UPLOAD_INVALID", refusal.reason ?? null);
    const properties = {
      contentType: manifest.type,
      uploader: uploaderOf(request),
      attributes: attributesOf(manifest),
    };
    for (const path of new Set([manifestPath(name, digest), manifestPath(name, reference)])) {
      const isStored = nexus.content.assets(repository).get(path)?.sha256 === blob.sha256;
      if (!isStored) putAsset(nexus, repository, path, blob, properties);
    }
    const subject: Record<string, string> = manifest.subject === undefined ? {} : { "OCI-Subject": manifest.subject };
    const location = `${request.base}/${name}/manifests/${digest}`;
    return { status: 201, headers: { Location: location, "Docker-Content-Digest": digest, ...subject } };
  });
}

/** Lists the digests in a manifest that the repository, or the group that is pushed to, does not have. */
async function findMissing(
  { nexus, repository }: AuthorizedRequest,
  name: string,
  { blobs, manifests }: ImageManifest,
): Promise<string[]> {
  const missing: string[] = [];
  const references = [
    ...blobs.map((digest) => ({ digest, path: imageBlobPath(name, digest) })),
    ...manifests.map((digest) => ({ digest, path: manifestPath(name, digest) })),
  ];
  for (const { digest, path } of references) {
    if (!isFoundAsset(await findImageContent(nexus, repository, path))) missing.push(digest);
  }
  return missing;
}

/** The parts of a manifest that lists of referrers contain. */
function attributesOf({ subject, artifactType, annotations }: ImageManifest): Record<string, string> {
  return {
    ...(subject !== undefined && { subject }),
    ...(artifactType !== undefined && { artifactType }),
    ...(annotations && { annotations: JSON.stringify(annotations) }),
  };
}

/** Reads a body; undefined if it is larger than a manifest may be. */
async function readLimited(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_MANIFEST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Deletes a tag alone; by a digest, the manifest and all its tags (3.70, 3.96: reported). */
function deleteManifest({ nexus, repository }: AuthorizedRequest, name: string, reference: string): ResponseData {
  if (repository.type !== "hosted") return registryError("UNSUPPORTED");
  const assets = nexus.content.assets(repository);
  const path = manifestPath(name, reference);
  const asset = assets.get(path);
  if (!asset) return notFound(path);
  const paths = isDigest(reference) ? pathsOfManifest(nexus, repository, manifestPath(name, ""), asset.sha256) : [path];
  for (const each of paths) assets.delete(each);
  return { status: 202 };
}
