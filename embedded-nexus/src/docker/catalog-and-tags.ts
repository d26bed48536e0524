import type { ResponseData } from "../http/responses.ts";
import type { Json } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { upstreamImageName } from "./proxy.ts";
import { registryError } from "./registry-errors.ts";
import { isDigest } from "./registry-path.ts";
import type { AuthorizedRequest } from "./registry-request.ts";
import { readJsonObject, requestRegistry } from "./upstream-registry.ts";

/** The tags of an image. */
export async function handleTagsRequest(request: AuthorizedRequest, name: string): Promise<ResponseData> {
  if (request.method !== "GET") return registryError("UNSUPPORTED");
  const tags = await tagsIn(request.nexus, request.repository, name, new Set());
  if (!tags) return registryError("NAME_UNKNOWN", name);
  return page(request, `${name}/tags/list`, tags, (some) => ({ name, tags: some }));
}

/** The names of all images. */
export function handleCatalogRequest(request: AuthorizedRequest): ResponseData {
  if (request.method !== "GET") return registryError("UNSUPPORTED");
  const names = namesIn(request.nexus, request.repository, new Set());
  return page(request, "_catalog", names, (some) => ({ repositories: some }));
}

/** Undefined where there is no such image. */
async function tagsIn(
  nexus: Nexus,
  repository: RepositoryRecord,
  name: string,
  seen: Set<RepositoryRecord>,
): Promise<string[] | undefined> {
  if (seen.has(repository)) return undefined;
  seen.add(repository);
  const there = upstreamImageName(repository, name);
  const all = nexus.content.assets(repository).list(`/v2/${there}/manifests/`);
  const own = all.map(([path]) => path.slice(path.lastIndexOf("/") + 1)).filter((reference) => !isDigest(reference));
  const others = repository.type === "proxy" ? [await upstreamTags(nexus, repository, there)] : [];
  for (const member of members(nexus, repository)) others.push(await tagsIn(nexus, member, name, seen));
  const known = others.filter((list) => list !== undefined);
  return all.length > 0 || known.length > 0 ? [...own, ...known.flat()] : undefined;
}

async function upstreamTags(nexus: Nexus, repository: RepositoryRecord, name: string): Promise<string[] | undefined> {
  const answer = await readJsonObject(
    await requestRegistry(nexus.upstream(repository), `/v2/${name}/tags/list`, "GET"),
  );
  return answer && (Array.isArray(answer.tags) ? answer.tags.map(String) : []);
}

function namesIn(nexus: Nexus, repository: RepositoryRecord, seen: Set<RepositoryRecord>): string[] {
  if (seen.has(repository)) return [];
  seen.add(repository);
  const own = nexus.content
    .assets(repository)
    .list("/v2/")
    .flatMap(([path]) => /^\/v2\/(.+)\/manifests\//.exec(path)?.[1] ?? []);
  return [...own, ...members(nexus, repository).flatMap((member) => namesIn(nexus, member, seen))];
}

function members(nexus: Nexus, repository: RepositoryRecord): RepositoryRecord[] {
  return nexus
    .memberNames(repository)
    .flatMap((name) => nexus.findRepository(name) ?? [])
    .filter(({ online }) => online);
}

/** In order, each once: n of them after the last one that the client has, and where the next are. */
function page(
  { query, base }: AuthorizedRequest,
  path: string,
  all: readonly string[],
  shape: (some: string[]) => Json,
): ResponseData {
  const last = query.get("last");
  const sorted = [...new Set(all)].sort();
  const after = last === null ? sorted : sorted.filter((one) => one > last);
  const n = query.get("n");
  const some = n === null ? after : after.slice(0, Math.max(0, Number(n) || 0));
  const final = some.at(-1);
  const more = final !== undefined && some.length < after.length;
  const next = `<${base}/${path}?n=${some.length}&last=${encodeURIComponent(final ?? "")}>; rel="next"`;
  return { status: 200, json: shape(some), ...(more && { headers: { Link: next } }) };
}
