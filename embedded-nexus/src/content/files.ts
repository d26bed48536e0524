import type { Answer } from "../http/answers.ts";
import { Refusal } from "../http/answers.ts";
import type { Nexus } from "../nexus.ts";
import { mayUse } from "../security/repositories.ts";
import type { Repository } from "../state.ts";
import { type Found, find, isFound } from "./find.ts";
import { LOOKED_AT, typeOf } from "./media-types.ts";
import { asked, type ContentRequest, put, refusedWrite } from "./request.ts";
import { serve } from "./serving.ts";
import { type Fetching, samePaths } from "./upstream.ts";

/** What is particular about the files of a format. */
export interface FileRules extends Fetching {
  /** Why a hosted repository takes nothing at a path. */
  refusal?(repository: Repository, path: string): Answer | undefined;
  /** What may be written again whatever the write policy says. */
  isRewritable?(path: string): boolean;
}

/** Why the caller may not do that; undefined when he may. */
export function forbidden(nexus: Nexus, { method, repository, subject, path }: ContentRequest): Answer | undefined {
  const action = asked[method];
  if (action === undefined) return { status: 405, reason: method };
  if (mayUse(nexus, subject, action, repository, path)) return undefined;
  // 3.71: who came without credentials is asked for some, also where anonymous access is on.
  if (subject.kind === "user") return { status: 403 };
  return { status: 401, headers: { "WWW-Authenticate": 'BASIC realm="Sonatype Nexus Repository Manager"' } };
}

/** Repositories whose files are served as they are, by their paths. */
export async function answerFiles(
  nexus: Nexus,
  request: ContentRequest,
  rules: FileRules = samePaths,
): Promise<Answer> {
  const { repository, subject, path, method } = request;
  const refused = forbidden(nexus, request);
  if (refused) return refused;
  if (method === "GET" || method === "HEAD") {
    const found = await find(nexus, repository, path, subject, rules);
    return isFound(found) ? served(nexus, request, found) : found;
  }
  if (repository.type !== "hosted" || method === "POST") return { status: 405, reason: method };
  if (method === "DELETE") {
    return nexus.holdings.assets(repository).delete(path) ? { status: 204 } : { status: 404, reason: path };
  }
  await write(nexus, request, path, request.body(), rules);
  return { status: 201 };
}

/** An asset as an answer, its download noted. */
export function served(nexus: Nexus, request: ContentRequest, { repository, path, asset }: Found): Answer {
  nexus.holdings.assets(repository).downloaded(path, nexus.clock.now());
  const disposition = (request.repository.attributes.raw ?? request.repository.attributes.maven)?.contentDisposition;
  const isShown = typeof disposition === "string" && request.method === "GET";
  const headers: Record<string, string> = isShown ? { "Content-Disposition": disposition.toLowerCase() } : {};
  return serve(asset, nexus.holdings.blobs(repository), request, headers);
}

/** Puts a file into a hosted repository, or throws why it is refused. */
export async function write(
  nexus: Nexus,
  { repository, subject }: Pick<ContentRequest, "repository" | "subject">,
  path: string,
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  rules: Partial<FileRules> = {},
  attributes?: Readonly<Record<string, string>>,
): Promise<void> {
  const isThere = nexus.holdings.assets(repository).has(path) && !rules.isRewritable?.(path);
  const refused = rules.refusal?.(repository, path) ?? refusedWrite(repository, path, isThere);
  if (refused) throw new Refusal(refused);
  const { beginning, all } = await begun(body);
  const { type, refusal } = typeOf(path, beginning);
  const isStrict = repository.attributes.storage?.strictContentTypeValidation === true;
  if (isStrict && refusal !== undefined) throw new Refusal({ status: 400, reason: refusal });
  await nexus.holdings.blobs(repository).store(all, (stored) => {
    put(nexus, { repository, subject }, path, stored, type, attributes);
  });
}

/** The first bytes, and all of them. */
async function begun(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  const rest = Symbol.asyncIterator in body ? body[Symbol.asyncIterator]() : body[Symbol.iterator]();
  let size = 0;
  while (size < LOOKED_AT) {
    const { value, done } = await rest.next();
    if (done === true) break;
    chunks.push(value);
    size += value.length;
  }
  const beginning = Buffer.concat(chunks).subarray(0, LOOKED_AT);
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* chunks;
    yield* { [Symbol.asyncIterator]: () => rest as AsyncIterator<Uint8Array> };
  }
  return { beginning, all: all() };
}
