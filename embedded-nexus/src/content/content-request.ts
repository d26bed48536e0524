import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { Subject } from "../security/subject.ts";
import type { RepositoryRecord } from "../state.ts";
import type { Asset } from "./asset-index.ts";
import type { BlobInfo } from "./blob-store.ts";

/** A request for what a repository holds. */
export interface ContentRequest {
  readonly method: string;
  readonly repository: RepositoryRecord;
  /** From its leading slash on, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** The address of the repository as the client used it: http://HOST/repository/NAME. */
  readonly base: string;
  readonly subject: Subject;
  /** The bytes that come with it; to be read once. */
  body(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** What each method asks for: PUT is edit, not add (3.71, 3.77). */
export const contentActions: Readonly<Record<string, string>> = {
  GET: "read",
  HEAD: "read",
  POST: "add",
  PUT: "edit",
  DELETE: "delete",
};

/** Whether a hosted repository's write policy, which is kept as it was typed, lets a path be written (3.77). */
export function checkWritePolicy(
  { name, attributes }: RepositoryRecord,
  path: string,
  exists: boolean,
): ResponseData | undefined {
  const policy = String(attributes.storage?.writePolicy ?? "ALLOW").toUpperCase();
  if (policy === "DENY") return { status: 400, reason: `${name}${path} is read-only` };
  return policy === "ALLOW_ONCE" && exists ? { status: 400, reason: `${name}${path} cannot be updated` } : undefined;
}

/** Makes of bytes that are stored an asset at a path, in the place of what was there. */
export function putAsset(
  nexus: Nexus,
  { repository, subject }: Pick<ContentRequest, "repository" | "subject">,
  path: string,
  stored: BlobInfo,
  contentType: string,
  attributes?: Readonly<Record<string, string>>,
  upstream: Pick<Asset, "verified" | "etag"> = {},
): void {
  const assets = nexus.content.assets(repository);
  const now = nexus.clock.now();
  const { created = now, lastDownloaded = null } = assets.get(path) ?? {};
  const uploader = uploaderOf({ subject });
  const times = { created, updated: now, lastDownloaded };
  assets.put(path, { ...stored, contentType, ...times, uploader, ...upstream, ...(attributes && { attributes }) });
}

export const uploaderOf = ({ subject }: Pick<ContentRequest, "subject">): string => subject.userId ?? "anonymous";

/** The same of a text that Nexus itself makes: who put it there stays who he was. */
export async function putGeneratedText(
  nexus: Nexus,
  repository: RepositoryRecord,
  path: string,
  text: string,
  contentType: string,
  uploader: string,
): Promise<void> {
  const assets = nexus.content.assets(repository);
  await nexus.content.blobStoreOf(repository).write(Buffer.from(text), (stored) => {
    const updated = nexus.clock.now();
    const fresh = { created: updated, lastDownloaded: null, uploader, contentType };
    assets.put(path, { ...fresh, ...assets.get(path), ...stored, updated });
  });
}

/** All bytes of a request that is known to be small, or that cannot be understood before it is whole. */
export async function readRequestBytes(request: Pick<ContentRequest, "body">): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request.body()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
