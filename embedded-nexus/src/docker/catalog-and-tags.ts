import { listLeafRepositories } from "../content/asset-lookup.ts";
import type { ResponseData } from "../http/responses.ts";
import type { Json } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { imageRules, upstreamImageName } from "./image-lookup.ts";
import type { AuthorizedRequest } from "./image-request.ts";
import { registryError } from "./registry-errors.ts";
import { isDigest } from "./registry-path.ts";
import { readJsonObject, requestRegistry } from "./upstream-registry.ts";

/** Handles GET .../tags/list: the tags of an image, of all members of a group and of a proxy's upstream. */
export async function handleTagsRequest(request: AuthorizedRequest, name: string): Promise<ResponseData> {
  if (request.method !== "GET") return registryError("UNSUPPORTED");
  const tags = await listTags(request.nexus, request.repository, name);
  if (!tags) return registryError("NAME_UNKNOWN", name);
  return createPage(request, `${name}/tags/list`, tags, (page) => ({ name, tags: page }));
}

/** Handles GET /v2/_catalog: the names of all stored images. */
export function handleCatalogRequest(request: AuthorizedRequest): ResponseData {
  if (request.method !== "GET") return registryError("UNSUPPORTED");
  const { nexus, repository } = request;
  const names = listLeafRepositories(nexus, repository, imageRules).flatMap((leaf) =>
    nexus.content
      .assets(leaf)
      .list("/v2/")
      .flatMap(([path]) => /^\/v2\/(.+)\/manifests\//.exec(path)?.[1] ?? []),
  );
  return createPage(request, "_catalog", names, (page) => ({ repositories: page }));
}

/** Lists the tags of an image; undefined if there is no such image. */
async function listTags(nexus: Nexus, repository: RepositoryRecord, name: string): Promise<string[] | undefined> {
  const lists: string[][] = [];
  for (const leaf of listLeafRepositories(nexus, repository, imageRules)) {
    const leafName = upstreamImageName(leaf, name);
    const manifests = nexus.content.assets(leaf).list(`/v2/${leafName}/manifests/`);
    const references = manifests.map(([path]) => path.slice(path.lastIndexOf("/") + 1));
    if (references.length > 0) lists.push(references.filter((reference) => !isDigest(reference)));
    const upstreamTags = leaf.type === "proxy" ? await listUpstreamTags(nexus, leaf, leafName) : undefined;
    if (upstreamTags) lists.push(upstreamTags);
  }
  return lists.length > 0 ? lists.flat() : undefined;
}

async function listUpstreamTags(nexus: Nexus, proxy: RepositoryRecord, name: string): Promise<string[] | undefined> {
  const response = await requestRegistry(nexus.upstream(proxy), `/v2/${name}/tags/list`, "GET");
  const json = await readJsonObject(response);
  return json && (Array.isArray(json.tags) ? json.tags.map(String) : []);
}

/** Sorts names and returns the page after `last`, of `n` names, with a link to the next page. */
function createPage(
  { query, base }: AuthorizedRequest,
  path: string,
  names: readonly string[],
  toJson: (page: string[]) => Json,
): ResponseData {
  const last = query.get("last");
  const sorted = [...new Set(names)].sort();
  const remaining = last === null ? sorted : sorted.filter((name) => name > last);
  const n = query.get("n");
  const page = n === null ? remaining : remaining.slice(0, Math.max(0, Number(n) || 0));
  const final = page.at(-1);
  const hasNext = final !== undefined && page.length < remaining.length;
  const next = `<${base}/${path}?n=${page.length}&last=${encodeURIComponent(final ?? "")}>; rel="next"`;
  return { status: 200, json: toJson(page), ...(hasNext && { headers: { Link: next } }) };
}
