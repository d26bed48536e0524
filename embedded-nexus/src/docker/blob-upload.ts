import type { BlobInfo } from "../content/blob-store.ts";
import { checkWritePolicy, putAsset } from "../content/content-request.ts";
import type { ResponseData } from "../http/responses.ts";
import type { RepositoryRecord } from "../state.ts";
import { held } from "./held.ts";
import { registryError } from "./registry-errors.ts";
import { blobPath, isDigest } from "./registry-path.ts";
import type { AuthorizedRequest } from "./registry-request.ts";
import type { UploadSession } from "./upload-sessions.ts";

/** The repository that a push goes to: of a group its writable member, which is Pro's. */
export function findWritableRepository({
  nexus,
  repository,
}: Pick<AuthorizedRequest, "nexus" | "repository">): RepositoryRecord | undefined {
  if (repository.type === "hosted") return repository;
  const member = repository.type === "group" ? repository.attributes.group?.writableMember : undefined;
  return typeof member === "string" ? nexus.findRepository(member) : undefined;
}

/** Begins an upload: all at once with a digest, not at all where the layer is there to be mounted. */
export async function startUpload(request: AuthorizedRequest, name: string): Promise<ResponseData> {
  const { nexus, query } = request;
  const repository = findWritableRepository(request);
  if (!repository || request.method !== "POST") return registryError("UNSUPPORTED");
  if (nexus.state.frozen) return registryError("UNKNOWN", "read-only", 503);
  const mounted = query.get("mount") ?? "";
  if (isDigest(mounted) && held(nexus, repository, { kind: "blob", name, reference: mounted })) {
    return blobCreated(request, name, mounted);
  }
  const writer = await nexus.content.blobStoreOf(repository).createWriter();
  const upload = { writer, repository, name, lastUsed: nexus.clock.now() };
  nexus.uploadSessions.add(upload);
  if (!query.has("digest")) return { status: 202, headers: progress(request, upload) };
  try {
    return await finish(request, upload);
  } finally {
    // Nobody was told where it would go on.
    await nexus.uploadSessions.discard(upload);
  }
}

/** An upload under way: told, continued, finished, given up. */
export async function continueUpload(request: AuthorizedRequest, id: string): Promise<ResponseData> {
  const { nexus, method } = request;
  const repository = findWritableRepository(request);
  if (!repository) return registryError("UNSUPPORTED");
  const upload = nexus.uploadSessions.find(id, repository);
  if (!upload) return registryError("BLOB_UPLOAD_UNKNOWN", id);
  upload.lastUsed = nexus.clock.now();
  if (method === "GET" || method === "HEAD") return { status: 204, headers: progress(request, upload) };
  // One request after the other: the bytes of two at once would mix, or get into what is finished.
  return nexus.mutex.run(id, async () =>
    nexus.uploadSessions.find(id, repository) ? changed(request, upload) : registryError("BLOB_UPLOAD_UNKNOWN", id),
  );
}

async function changed(request: AuthorizedRequest, upload: UploadSession): Promise<ResponseData> {
  const { nexus, method } = request;
  if (method === "DELETE") {
    await nexus.uploadSessions.discard(upload);
    return { status: 204 };
  }
  if (method === "PUT") return finish(request, upload);
  if (method !== "PATCH") return registryError("UNSUPPORTED");
  const refused = await append(request, upload);
  return refused ?? { status: 202, headers: progress(request, upload) };
}

/** Adds what comes with a request; what says where it belongs must begin where the last one ended. */
async function append(request: AuthorizedRequest, upload: UploadSession): Promise<ResponseData | undefined> {
  const [, from] = /^(?:bytes[ =])?(\d+)-\d+/.exec(request.headers.get("content-range") ?? "") ?? [];
  if (from !== undefined && Number(from) !== upload.writer.size)
    return outOfOrder(request, upload, `continue at ${upload.writer.size}`);
  await upload.writer.append(request.body());
  return undefined;
}

function outOfOrder(request: AuthorizedRequest, upload: UploadSession, why: string): ResponseData {
  return { ...registryError("BLOB_UPLOAD_INVALID", why, 416), headers: progress(request, upload) };
}

async function finish(request: AuthorizedRequest, upload: UploadSession): Promise<ResponseData> {
  const { nexus, query } = request;
  const { writer: draft, repository, name } = upload;
  const digest = query.get("digest") ?? "";
  if (!isDigest(digest)) return registryError("DIGEST_INVALID", digest);
  const refused = await append(request, upload);
  if (refused) return refused;
  if (`sha256:${draft.sha256()}` !== digest) {
    await nexus.uploadSessions.discard(upload);
    return registryError("DIGEST_INVALID", digest);
  }
  const isThere = held(nexus, repository, { kind: "blob", name, reference: digest }) !== undefined;
  const forbidden = isThere ? undefined : checkWritePolicy(repository, blobPath(digest), false);
  if (forbidden) {
    await nexus.uploadSessions.discard(upload);
    return registryError("BLOB_UPLOAD_INVALID", forbidden.reason ?? null);
  }
  nexus.uploadSessions.remove(upload);
  try {
    await draft.finish((stored) => keep(request, repository, digest, stored));
  } catch (error) {
    await draft.discard();
    throw error;
  }
  return blobCreated(request, name, digest);
}

function keep(
  { nexus, subject }: AuthorizedRequest,
  repository: RepositoryRecord,
  digest: string,
  stored: BlobInfo,
): void {
  if (nexus.content.assets(repository).has(blobPath(digest))) return;
  putAsset(nexus, { repository, subject }, blobPath(digest), stored, "application/octet-stream");
}

function blobCreated({ base }: AuthorizedRequest, name: string, digest: string): ResponseData {
  return { status: 201, headers: { Location: `${base}/${name}/blobs/${digest}`, "Docker-Content-Digest": digest } };
}

function progress({ base }: AuthorizedRequest, { writer: draft, name }: UploadSession): Record<string, string> {
  return {
    Location: `${base}/${name}/blobs/uploads/${draft.id}`,
    Range: `0-${Math.max(0, draft.size - 1)}`,
    "Docker-Upload-UUID": draft.id,
  };
}
