import type { ResponseData } from "../http/responses.ts";
import { HttpError } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import type { Asset } from "./asset-index.ts";
import type { BlobInfo } from "./blob-store.ts";
import { type ContentRequest, uploaderOf } from "./content-request.ts";
import { detectMediaType, SNIFFED_BYTES } from "./media-types.ts";

/** How a hosted repository of a format accepts uploads. */
export interface UploadRules {
  /** The refusal of a path that the format does not allow. Default: every path is allowed. */
  refusal?(repository: RepositoryRecord, path: string): ResponseData | undefined;
  /** The write policy of a path: ALLOW, ALLOW_ONCE or DENY. Default: the repository's policy. */
  writePolicy?(policy: string, target: UploadTarget): string;
}

/** The path that an upload writes. */
export interface UploadTarget {
  readonly repository: RepositoryRecord;
  readonly path: string;
  /** True if the repository has an asset at the path. */
  readonly exists: boolean;
}

/** Returns the refusal of an upload to a path, by the format and the write policy; undefined if it is accepted. */
export function checkUpload(
  nexus: Nexus,
  repository: RepositoryRecord,
  path: string,
  rules: UploadRules = {},
): ResponseData | undefined {
  const refusal = rules.refusal?.(repository, path);
  if (refusal) return refusal;
  const exists = nexus.content.assets(repository).has(path);
  // The policy is stored as it was typed; case is ignored (3.77).
  const configured = String(repository.attributes.storage?.writePolicy ?? "ALLOW").toUpperCase();
  const policy = rules.writePolicy?.(configured, { repository, path, exists }) ?? configured;
  const { name } = repository;
  if (policy === "DENY") return { status: 400, reason: `${name}${path} is read-only` };
  return policy === "ALLOW_ONCE" && exists ? { status: 400, reason: `${name}${path} cannot be updated` } : undefined;
}

/**
 * Stores an uploaded file in a hosted repository.
 *
 * @throws HttpError if the format, the write policy or strict content type validation refuses it
 */
export async function uploadAsset(
  nexus: Nexus,
  { repository, subject }: Pick<ContentRequest, "repository" | "subject">,
  path: string,
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  rules: UploadRules = {},
  attributes?: Readonly<Record<string, string>>,
): Promise<void> {
  const refusal = checkUpload(nexus, repository, path, rules);
  if (refusal) throw new HttpError(refusal);
  const { beginning, all } = await peek(body);
  const { type: contentType, mismatch } = detectMediaType(path, beginning);
  const isStrict = repository.attributes.storage?.strictContentTypeValidation === true;
  if (isStrict && mismatch !== undefined) throw new HttpError({ status: 400, reason: mismatch });
  const uploader = uploaderOf({ subject });
  await nexus.content.blobStoreOf(repository).write(all, (blob) => {
    putAsset(nexus, repository, path, blob, { contentType, uploader, ...(attributes && { attributes }) });
  });
}

/** Properties of a new asset that are not those of its bytes. */
export type AssetProperties = Pick<Asset, "contentType" | "uploader" | "verified" | "etag" | "attributes">;

/** Makes stored bytes the asset at a path, in place of a previous one. */
export function putAsset(
  nexus: Nexus,
  repository: RepositoryRecord,
  path: string,
  blob: BlobInfo,
  properties: AssetProperties,
): void {
  const assets = nexus.content.assets(repository);
  const now = nexus.clock.now();
  const { created = now, lastDownloaded = null } = assets.get(path) ?? {};
  assets.put(path, { ...blob, created, updated: now, lastDownloaded, ...properties });
}

/** Stores a text that Nexus itself generates. An existing asset keeps its uploader and its content type. */
export async function putGeneratedText(
  nexus: Nexus,
  repository: RepositoryRecord,
  path: string,
  text: string,
  contentType: string,
  uploader: string,
): Promise<void> {
  const assets = nexus.content.assets(repository);
  await nexus.content.blobStoreOf(repository).write(Buffer.from(text), (blob) => {
    const updated = nexus.clock.now();
    const initial = { created: updated, lastDownloaded: null, uploader, contentType };
    assets.put(path, { ...initial, ...assets.get(path), ...blob, updated });
  });
}

/** Reads the first bytes of a body; `all` gives these again, and then the rest. */
async function peek(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  const rest = Symbol.asyncIterator in body ? body[Symbol.asyncIterator]() : body[Symbol.iterator]();
  let size = 0;
  while (size < SNIFFED_BYTES) {
    const { value, done } = await rest.next();
    if (done === true) break;
    chunks.push(value);
    size += value.length;
  }
  const beginning = Buffer.concat(chunks).subarray(0, SNIFFED_BYTES);
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* chunks;
    yield* { [Symbol.asyncIterator]: () => rest as AsyncIterator<Uint8Array> };
  }
  return { beginning, all: all() };
}
