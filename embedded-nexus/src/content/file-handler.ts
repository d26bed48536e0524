import type { ResponseData } from "../http/responses.ts";
import { HttpError } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import { canAccessPath } from "../security/repository-permissions.ts";
import type { RepositoryRecord } from "../state.ts";
import { findAsset, isFoundAsset } from "./asset-lookup.ts";
import { type ContentRequest, checkWritePolicy, contentActions, putAsset } from "./content-request.ts";
import { createDownload } from "./download.ts";
import { detectMediaType, SNIFFED_BYTES } from "./media-types.ts";
import type { FoundAsset } from "./proxy-fetch.ts";
import { type FetchRules, samePathRules } from "./proxy-fetch.ts";

/** What is particular about the files of a format. */
export interface FormatRules extends FetchRules {
  /** Why a hosted repository takes nothing at a path. */
  refusal?(repository: RepositoryRecord, path: string): ResponseData | undefined;
  /** What may be written again whatever the write policy says. */
  isRewritable?(path: string): boolean;
}

/** Why the caller may not do that; undefined when he may. */
export function checkAccess(
  nexus: Nexus,
  { method, repository, subject, path }: ContentRequest,
): ResponseData | undefined {
  const action = contentActions[method];
  if (action === undefined) return { status: 405, reason: method };
  if (canAccessPath(nexus, subject, action, repository, path)) return undefined;
  // 3.71: who came without credentials is asked for some, also where anonymous access is on.
  if (subject.kind === "user") return { status: 403 };
  return { status: 401, headers: { "WWW-Authenticate": 'BASIC realm="Sonatype Nexus Repository Manager"' } };
}

/** Repositories whose files are served as they are, by their paths. */
export async function handleFileRequest(
  nexus: Nexus,
  request: ContentRequest,
  rules: FormatRules = samePathRules,
): Promise<ResponseData> {
  const { repository, subject, path, method } = request;
  const refused = checkAccess(nexus, request);
  if (refused) return refused;
  if (method === "GET" || method === "HEAD") {
    const found = await findAsset(nexus, repository, path, subject, rules);
    return isFoundAsset(found) ? serveAsset(nexus, request, found) : found;
  }
  if (repository.type !== "hosted" || method === "POST") return { status: 405, reason: method };
  if (method === "DELETE") {
    return nexus.content.assets(repository).delete(path) ? { status: 204 } : { status: 404, reason: path };
  }
  await storeFile(nexus, request, path, request.body(), rules);
  return { status: 201 };
}

/** An asset as an answer, its download noted. */
export function serveAsset(
  nexus: Nexus,
  request: ContentRequest,
  { repository, path, asset }: FoundAsset,
): ResponseData {
  nexus.content.assets(repository).recordDownload(path, nexus.clock.now());
  const disposition = (request.repository.attributes.raw ?? request.repository.attributes.maven)?.contentDisposition;
  const isShown = typeof disposition === "string" && request.method === "GET";
  const headers: Record<string, string> = isShown ? { "Content-Disposition": disposition.toLowerCase() } : {};
  return createDownload(asset, nexus.content.blobStoreOf(repository), request, headers);
}

/** Puts a file into a hosted repository, or throws why it is refused. */
export async function storeFile(
  nexus: Nexus,
  { repository, subject }: Pick<ContentRequest, "repository" | "subject">,
  path: string,
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  rules: Partial<FormatRules> = {},
  attributes?: Readonly<Record<string, string>>,
): Promise<void> {
  const isThere = nexus.content.assets(repository).has(path) && !rules.isRewritable?.(path);
  const refused = rules.refusal?.(repository, path) ?? checkWritePolicy(repository, path, isThere);
  if (refused) throw new HttpError(refused);
  const { beginning, all } = await begun(body);
  const { type, refusal } = detectMediaType(path, beginning);
  const isStrict = repository.attributes.storage?.strictContentTypeValidation === true;
  if (isStrict && refusal !== undefined) throw new HttpError({ status: 400, reason: refusal });
  await nexus.content.blobStoreOf(repository).write(all, (stored) => {
    putAsset(nexus, { repository, subject }, path, stored, type, attributes);
  });
}

/** The first bytes, and all of them. */
async function begun(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
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
