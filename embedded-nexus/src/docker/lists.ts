import type { Answer } from "../http/answers.ts";
import type { Json } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { Repository } from "../state.ts";
import { failed } from "./answers.ts";
import { nameThere } from "./proxy.ts";
import type { Admitted } from "./request.ts";
import { isDigest } from "./route.ts";
import { askRegistry, told } from "./upstream.ts";

/** The tags of an image. */
export async function tagsAnswer(request: Admitted, name: string): Promise<Answer> {
  if (request.method !== "GET") return failed("UNSUPPORTED");
  const tags = await tagsIn(request.nexus, request.repository, name, new Set());
  if (!tags) return failed("NAME_UNKNOWN", name);
  return page(request, `${name}/tags/list`, tags, (some) => ({ name, tags: some }));
}

/** The names of all images. */
export function catalogAnswer(request: Admitted): Answer {
  if (request.method !== "GET") return failed("UNSUPPORTED");
  const names = namesIn(request.nexus, request.repository, new Set());
  return page(request, "_catalog", names, (some) => ({ repositories: some }));
}

/** Undefined where there is no such image. */
async function tagsIn(
  nexus: Nexus,
  repository: Repository,
  name: string,
  seen: Set<Repository>,
): Promise<string[] | undefined> {
  if (seen.has(repository)) return undefined;
  seen.add(repository);
  const there = nameThere(repository, name);
  const all = nexus.holdings.assets(repository).list(`/v2/${there}/manifests/`);
  const own = all.map(([path]) => path.slice(path.lastIndexOf("/") + 1)).filter((reference) => !isDigest(reference));
  const others = repository.type === "proxy" ? [await upstreamTags(nexus, repository, there)] : [];
  for (const member of members(nexus, repository)) others.push(await tagsIn(nexus, member, name, seen));
  const known = others.filter((list) => list !== undefined);
  return all.length > 0 || known.length > 0 ? [...own, ...known.flat()] : undefined;
}

async function upstreamTags(nexus: Nexus, repository: Repository, name: string): Promise<string[] | undefined> {
  const answer = await told(await askRegistry(nexus.remote(repository), `/v2/${name}/tags/list`, "GET"));
  return answer && (Array.isArray(answer.tags) ? answer.tags.map(String) : []);
}

function namesIn(nexus: Nexus, repository: Repository, seen: Set<Repository>): string[] {
  if (seen.has(repository)) return [];
  seen.add(repository);
  const own = nexus.holdings
    .assets(repository)
    .list("/v2/")
    .flatMap(([path]) => /^\/v2\/(.+)\/manifests\//.exec(path)?.[1] ?? []);
  return [...own, ...members(nexus, repository).flatMap((member) => namesIn(nexus, member, seen))];
}

function members(nexus: Nexus, repository: Repository): Repository[] {
  return nexus
    .members(repository)
    .flatMap((name) => nexus.repository(name) ?? [])
    .filter(({ online }) => online);
}

/** In order, each once: n of them after the last one that the client has, and where the next are. */
function page(
  { query, base }: Admitted,
  path: string,
  all: readonly string[],
  shape: (some: string[]) => Json,
): Answer {
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
