import { checkUpload, putAsset } from "../content/asset-upload.ts";
import type { BlobInfo } from "../content/blob-store.ts";
import { uploaderOf } from "../content/content-request.ts";
import type { ResponseData } from "../http/responses.ts";
import type { RepositoryRecord } from "../state.ts";
import { imageRules } from "./image-lookup.ts";
import type { AuthorizedRequest } from "./image-request.ts";
import { registryError } from "./registry-errors.ts";
import { blobPath, isDigest } from "./registry-path.ts";
import type { UploadSession } from "./upload-sessions.ts";

/** Finds the hosted repository that a push is stored in: for a group its writable member, a feature of Pro. */
export function findWritableRepository({
  nexus,
  repository,
}: Pick<AuthorizedRequest, "nexus" | "repository">): RepositoryRecord | undefined {
  if (repository.type === "hosted") return repository;
  const member = repository.type === "group" ? repository.attributes.group?.writableMember : undefined;
  return typeof member === "string" ? nexus.findRepository(member) : undefined;
}

/** Handles POST .../blobs/uploads/: starts a session, uploads in one request with `digest`, or mounts with `mount`. */
export async function startUpload(request: AuthorizedRequest, name: string): Promise<ResponseData> {
  const { nexus, query } = request;
  const repository = findWritableRepository(request);
  if (!repository || request.method !== "POST") return registryError("UNSUPPORTED");
  if (nexus.state.frozen) return registryError("UNKNOWN", "read-only", 503);
  const mounted = query.get("mount") ?? "";
  if (isDigest(mounted) && nexus.content.assets(repository).has(blobPath(mounted))) {
    return blobCreated(request, name, mounted);
  }
  const writer = await nexus.content.blobStoreOf(repository).createWriter();
  const session = { writer, repository, name, lastUsed: nexus.clock.now() };
  nexus.uploadSessions.add(session);
  if (!query.has("digest")) return { status: 202, headers: progressHeaders(request, session) };
  try {
    return await finishUpload(request, session);
  } finally {
    // The client does not know the session's address.
    await nexus.uploadSessions.discard(session);
  }
}

/** Handles requests for an upload session: GET reports progress, PATCH continues, PUT finishes, DELETE cancels. */
export async function continueUpload(request: AuthorizedRequest, id: string): Promise<ResponseData> {
  const { nexus, method } = request;
  const repository = findWritableRepository(request);
  if (!repository) return registryError("UNSUPPORTED");
  const session = nexus.uploadSessions.find(id, repository);
  if (!session) return registryError("BLOB_UPLOAD_UNKNOWN", id);
  session.lastUsed = nexus.clock.now();
  if (method === "GET" || method === "HEAD") return { status: 204, headers: progressHeaders(request, session) };
  // Serialized: the bytes of two requests at once would mix, or get into a finished upload.
  return nexus.mutex.run(id, async () =>
    nexus.uploadSessions.find(id, repository)
      ? changeSession(request, session)
      : registryError("BLOB_UPLOAD_UNKNOWN", id),
  );
}

async function changeSession(request: AuthorizedRequest, session: UploadSession): Promise<ResponseData> {
  const { nexus, method } = request;
  if (method === "DELETE") {
    await nexus.uploadSessions.discard(session);
    return { status: 204 };
  }
  if (method === "PUT") return finishUpload(request, session);
  if (method !== "PATCH") return registryError("UNSUPPORTED");
  const refusal = await appendBody(request, session);
  return refusal ?? { status: 202, headers: progressHeaders(request, session) };
}

/** Appends the body of a request. A Content-Range that does not begin at the end of the upload is refused with 416. */
async function appendBody(request: AuthorizedRequest, session: UploadSession): Promise<ResponseData | undefined> {
  const { size } = session.writer;
  const [, start] = /^(?:bytes[ =])?(\d+)-\d+/.exec(request.headers.get("content-range") ?? "") ?? [];
  if (start !== undefined && Number(start) !== size) {
    const error = registryError("BLOB_UPLOAD_INVALID", `continue at ${size}`, 416);
    return { ...error, headers: progressHeaders(request, session) };
  }
  await session.writer.append(request.body());
  return undefined;
}

async function finishUpload(request: AuthorizedRequest, session: UploadSession): Promise<ResponseData> {
  const { nexus, query } = request;
  const { writer, repository, name } = session;
  const digest = query.get("digest") ?? "";
  if (!isDigest(digest)) return registryError("DIGEST_INVALID", digest);
  const outOfOrder = await appendBody(request, session);
  if (outOfOrder) return outOfOrder;
  if (`sha256:${writer.sha256()}` !== digest) {
    await nexus.uploadSessions.discard(session);
    return registryError("DIGEST_INVALID", digest);
  }
  const refusal = checkUpload(nexus, repository, blobPath(digest), imageRules);
  if (refusal) {
    await nexus.uploadSessions.discard(session);
    return registryError("BLOB_UPLOAD_INVALID", refusal.reason ?? null);
  }
  nexus.uploadSessions.remove(session);
  try {
    await writer.finish((blob) => putBlob(request, repository, digest, blob));
  } catch (error) {
    await writer.discard();
    throw error;
  }
  return blobCreated(request, name, digest);
}

function putBlob(request: AuthorizedRequest, repository: RepositoryRecord, digest: string, blob: BlobInfo): void {
  const { nexus } = request;
  const path = blobPath(digest);
  if (nexus.content.assets(repository).has(path)) return;
  const properties = { contentType: "application/octet-stream", uploader: uploaderOf(request) };
  putAsset(nexus, repository, path, blob, properties);
}

function blobCreated({ base }: AuthorizedRequest, name: string, digest: string): ResponseData {
  return { status: 201, headers: { Location: `${base}/${name}/blobs/${digest}`, "Docker-Content-Digest": digest } };
}

function progressHeaders({ base }: AuthorizedRequest, { writer, name }: UploadSession): Record<string, string> {
  return {
    Location: `${base}/${name}/blobs/uploads/${writer.id}`,
    Range: `0-${Math.max(0, writer.size - 1)}`,
    "Docker-Upload-UUID": writer.id,
  };
}
