import { createHash } from "node:crypto";
import { checkWritePolicy, putAsset } from "../content/content-request.ts";
import { createDownload } from "../content/download.ts";
import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { findWritableRepository } from "./blob-upload.ts";
import { type Found, held } from "./held.ts";
import { find } from "./image-lookup.ts";
import { type ImageManifest, MAX_MANIFEST_BYTES, parseManifest } from "./manifest.ts";
import { registryError, registryErrors, unfetched } from "./registry-errors.ts";
import { isDigest, isTag, manifestPath } from "./registry-path.ts";
import type { AuthorizedRequest } from "./registry-request.ts";

/** Manifests by their tags or digests. */
export async function handleManifestRequest(
  request: AuthorizedRequest,
  name: string,
  reference: string,
): Promise<ResponseData> {
  if (!isDigest(reference) && !isTag(reference)) return registryError("MANIFEST_INVALID", reference);
  if (request.method === "GET" || request.method === "HEAD") return read(request, name, reference);
  if (request.method === "PUT") return write(request, name, reference);
  return request.method === "DELETE" ? remove(request, name, reference) : registryError("UNSUPPORTED");
}

async function read(request: AuthorizedRequest, name: string, reference: string): Promise<ResponseData> {
  const { nexus, repository } = request;
  const found = await find(nexus, repository, { kind: "manifest", name, reference });
  if (!found) return unknown(name, reference);
  if ("why" in found) return unfetched(found);
  for (const path of pulled(nexus, found)) {
    nexus.content.assets(found.repository).recordDownload(path, nexus.clock.now());
  }
  const digest = { "Docker-Content-Digest": `sha256:${found.asset.sha256}` };
  return createDownload(found.asset, nexus.content.blobStoreOf(found.repository), request, digest);
}

/** A pull by digest counts for the tags of that manifest too, or what runs by digest would age out. Not measured. */
function pulled(nexus: Nexus, { repository, path, asset }: Found): string[] {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  if (!isDigest(path.slice(folder.length))) return [path];
  return manifestsIn(nexus, repository, folder, asset.sha256);
}

/** The paths in a folder, by tags as by digest, of one manifest. */
function manifestsIn(nexus: Nexus, repository: RepositoryRecord, folder: string, sha256: string): string[] {
  const all = nexus.content.assets(repository).list(folder);
  return all.filter(([, asset]) => asset.sha256 === sha256).map(([path]) => path);
}

async function write(request: AuthorizedRequest, name: string, reference: string): Promise<ResponseData> {
  const { nexus, subject, headers } = request;
  const repository = findWritableRepository(request);
  if (!repository) return registryError("UNSUPPORTED");
  if (nexus.state.frozen) return registryError("UNKNOWN", "read-only", 503);
  const bytes = await limited(request.body());
  if (!bytes) return registryError("MANIFEST_INVALID", "too large", 413);
  const manifest = parseManifest(new TextDecoder().decode(bytes), headers.get("content-type"));
  if (typeof manifest === "string") return registryError("MANIFEST_INVALID", manifest);
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  if (isDigest(reference) && reference !== digest) return registryError("DIGEST_INVALID", reference);
  return nexus.content.blobStoreOf(repository).write(bytes, async (stored) => {
    const missing = await missingOf(request, name, manifest);
    if (missing.length > 0) return registryErrors("BLOB_UNKNOWN", missing, 400);
    // From here on nothing is waited for: what was there still is, and of two pushes of a tag at once, the second finds
    // the first.
    const refused = refusedManifest(nexus, repository, name, reference);
    if (refused) return refused;
    const paths = [manifestPath(name, digest), manifestPath(name, reference)].filter(
      (path) => !isHeld(nexus, repository, path, digest),
    );
    for (const path of new Set(paths)) {
      putAsset(nexus, { repository, subject }, path, stored, manifest.type, noted(manifest));
    }
    const about: Record<string, string> = manifest.subject === undefined ? {} : { "OCI-Subject": manifest.subject };
    const location = `${request.base}/${name}/manifests/${digest}`;
    return { status: 201, headers: { Location: location, "Docker-Content-Digest": digest, ...about } };
  });
}

/**
 * A tag that is there is not pushed again, the same image neither: reports have Nexus refuse content that it has already.
 * By its digest it is no change, as one image may have several tags. `latest` may have a policy of its own.
 */
function refusedManifest(
  nexus: Nexus,
  repository: RepositoryRecord,
  name: string,
  reference: string,
): ResponseData | undefined {
  const path = manifestPath(name, reference);
  const exists = nexus.content.assets(repository).has(path);
  const { writePolicy, latestPolicy } = repository.attributes.storage ?? {};
  const isLatest =
    reference === "latest" && latestPolicy === true && String(writePolicy).toUpperCase() === "ALLOW_ONCE";
  const isFree = isLatest || (exists && isDigest(reference));
  const refused = isFree ? undefined : checkWritePolicy(repository, path, exists);
  return refused && registryError("BLOB_UPLOAD_INVALID", refused.reason ?? null);
}

function isHeld(nexus: Nexus, repository: RepositoryRecord, path: string, digest: string): boolean {
  const asset = nexus.content.assets(repository).get(path);
  return asset !== undefined && `sha256:${asset.sha256}` === digest;
}

/** What a manifest refers to that the repository, or the group that is pushed to, does not have. */
async function missingOf(
  { nexus, repository }: AuthorizedRequest,
  name: string,
  { blobs, manifests }: ImageManifest,
): Promise<string[]> {
  const missing: string[] = [];
  const all = [...blobs.map((one) => ["blob", one] as const), ...manifests.map((one) => ["manifest", one] as const)];
  for (const [kind, reference] of all) {
    const found = await find(nexus, repository, { kind, name, reference });
    if (!found || "why" in found) missing.push(reference);
  }
  return missing;
}

/** What lists of referrers tell of a manifest without opening it. */
function noted({ subject, artifactType, annotations }: ImageManifest): Record<string, string> {
  return {
    ...(subject !== undefined && { subject }),
    ...(artifactType !== undefined && { artifactType }),
    ...(annotations && { annotations: JSON.stringify(annotations) }),
  };
}

async function limited(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_MANIFEST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** By a tag, that tag alone; by a digest, the manifest and every tag of it (3.70, 3.96: reported). */
function remove({ nexus, repository }: AuthorizedRequest, name: string, reference: string): ResponseData {
  if (repository.type !== "hosted") return registryError("UNSUPPORTED");
  const found = held(nexus, repository, { kind: "manifest", name, reference });
  if (!found) return unknown(name, reference);
  const all = isDigest(reference)
    ? manifestsIn(nexus, repository, manifestPath(name, ""), found.asset.sha256)
    : [found.path];
  for (const path of all) nexus.content.assets(repository).delete(path);
  return { status: 202 };
}

/** In the words of 3.64. */
function unknown(name: string, reference: string): ResponseData {
  return registryError("MANIFEST_UNKNOWN", [
    { Name: name },
    isDigest(reference) ? { Revision: reference } : { Tag: reference },
  ]);
}
