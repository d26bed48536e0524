import type { Stored } from "../content/blobs.ts";
import { put, refusedWrite } from "../content/request.ts";
import type { Answer } from "../http/answers.ts";
import type { Repository } from "../state.ts";
import { failed } from "./answers.ts";
import { held } from "./held.ts";
import type { Admitted } from "./request.ts";
import { blobPath, isDigest } from "./route.ts";
import type { Upload } from "./uploads.ts";

/** The repository that a push goes to: of a group its writable member, which is Pro's. */
export function writable({ nexus, repository }: Pick<Admitted, "nexus" | "repository">): Repository | undefined {
  if (repository.type === "hosted") return repository;
  const member = repository.type === "group" ? repository.attributes.group?.writableMember : undefined;
  return typeof member === "string" ? nexus.repository(member) : undefined;
}

/** Begins an upload: all at once with a digest, not at all where the layer is there to be mounted. */
export async function beginUpload(request: Admitted, name: string): Promise<Answer> {
  const { nexus, query } = request;
  const repository = writable(request);
  if (!repository || request.method !== "POST") return failed("UNSUPPORTED");
  if (nexus.state.frozen) return failed("UNKNOWN", "read-only", 503);
  const mounted = query.get("mount") ?? "";
  if (isDigest(mounted) && held(nexus, repository, { kind: "blob", name, reference: mounted })) {
    return blobCreated(request, name, mounted);
  }
  const draft = await nexus.holdings.blobs(repository).draft();
  const upload = { draft, repository, name, touched: nexus.clock.now() };
  nexus.uploads.begin(upload);
  if (!query.has("digest")) return { status: 202, headers: progress(request, upload) };
  try {
    return await finish(request, upload);
  } finally {
    // Nobody was told where it would go on.
    await nexus.uploads.discard(upload);
  }
}

/** An upload under way: told, continued, finished, given up. */
export async function continueUpload(request: Admitted, id: string): Promise<Answer> {
  const { nexus, method } = request;
  const repository = writable(request);
  if (!repository) return failed("UNSUPPORTED");
  const upload = nexus.uploads.find(id, repository);
  if (!upload) return failed("BLOB_UPLOAD_UNKNOWN", id);
  upload.touched = nexus.clock.now();
  if (method === "GET" || method === "HEAD") return { status: 204, headers: progress(request, upload) };
  // One request after the other: the bytes of two at once would mix, or get into what is finished.
  return nexus.turns.take(id, async () =>
    nexus.uploads.find(id, repository) ? changed(request, upload) : failed("BLOB_UPLOAD_UNKNOWN", id),
  );
}

async function changed(request: Admitted, upload: Upload): Promise<Answer> {
  const { nexus, method } = request;
  if (method === "DELETE") {
    await nexus.uploads.discard(upload);
    return { status: 204 };
  }
  if (method === "PUT") return finish(request, upload);
  if (method !== "PATCH") return failed("UNSUPPORTED");
  const refused = await append(request, upload);
  return refused ?? { status: 202, headers: progress(request, upload) };
}

/** Adds what comes with a request; what says where it belongs must begin where the last one ended. */
async function append(request: Admitted, upload: Upload): Promise<Answer | undefined> {
  const [, from] = /^(?:bytes[ =])?(\d+)-\d+/.exec(request.headers.get("content-range") ?? "") ?? [];
  if (from !== undefined && Number(from) !== upload.draft.size)
    return outOfOrder(request, upload, `continue at ${upload.draft.size}`);
  await upload.draft.append(request.body());
  return undefined;
}

function outOfOrder(request: Admitted, upload: Upload, why: string): Answer {
  return { ...failed("BLOB_UPLOAD_INVALID", why, 416), headers: progress(request, upload) };
}

async function finish(request: Admitted, upload: Upload): Promise<Answer> {
  const { nexus, query } = request;
  const { draft, repository, name } = upload;
  const digest = query.get("digest") ?? "";
  if (!isDigest(digest)) return failed("DIGEST_INVALID", digest);
  const refused = await append(request, upload);
  if (refused) return refused;
  if (`sha256:${draft.sha256()}` !== digest) {
    await nexus.uploads.discard(upload);
    return failed("DIGEST_INVALID", digest);
  }
  const isThere = held(nexus, repository, { kind: "blob", name, reference: digest }) !== undefined;
  const forbidden = isThere ? undefined : refusedWrite(repository, blobPath(digest), false);
  if (forbidden) {
    await nexus.uploads.discard(upload);
    return failed("BLOB_UPLOAD_INVALID", forbidden.reason ?? null);
  }
  nexus.uploads.end(upload);
  try {
    await draft.finish((stored) => keep(request, repository, digest, stored));
  } catch (error) {
    await draft.discard();
    throw error;
  }
  return blobCreated(request, name, digest);
}

function keep({ nexus, subject }: Admitted, repository: Repository, digest: string, stored: Stored): void {
  if (nexus.holdings.assets(repository).has(blobPath(digest))) return;
  put(nexus, { repository, subject }, blobPath(digest), stored, "application/octet-stream");
}

function blobCreated({ base }: Admitted, name: string, digest: string): Answer {
  return { status: 201, headers: { Location: `${base}/${name}/blobs/${digest}`, "Docker-Content-Digest": digest } };
}

function progress({ base }: Admitted, { draft, name }: Upload): Record<string, string> {
  return {
    Location: `${base}/${name}/blobs/uploads/${draft.id}`,
    Range: `0-${Math.max(0, draft.size - 1)}`,
    "Docker-Upload-UUID": draft.id,
  };
}
