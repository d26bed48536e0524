import type { Answer } from "../http/answers.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { Repository } from "../state.ts";
import { failed } from "./answers.ts";
import { nameThere } from "./proxy.ts";
import type { Admitted } from "./request.ts";
import { isDigest } from "./route.ts";
import { askRegistry, told } from "./upstream.ts";

const INDEX = "application/vnd.oci.image.index.v1+json";

/** The manifests that are about another one, as an index. Not measured. */
export async function referrersAnswer(request: Admitted, name: string, digest: string): Promise<Answer> {
  if (request.method !== "GET") return failed("UNSUPPORTED");
  if (!isDigest(digest)) return failed("DIGEST_INVALID", digest);
  const wanted = request.query.get("artifactType");
  const found = await about(request.nexus, request.repository, name, digest, new Set());
  // Each once, whichever members of a group have it.
  const all = [...new Map(found.map((one) => [one.digest, one])).values()];
  const manifests = all.filter(({ artifactType }) => wanted === null || artifactType === wanted);
  const filtered: Record<string, string> = wanted === null ? {} : { "OCI-Filters-Applied": "artifactType" };
  const json = { schemaVersion: 2, mediaType: INDEX, manifests };
  return { status: 200, json, headers: { "Content-Type": INDEX, ...filtered } };
}

async function about(
  nexus: Nexus,
  repository: Repository,
  name: string,
  digest: string,
  seen: Set<Repository>,
): Promise<JsonObject[]> {
  if (seen.has(repository) || !repository.online) return [];
  seen.add(repository);
  const there = nameThere(repository, name);
  const found = held(nexus, repository, there, digest);
  if (repository.type === "proxy") found.push(...(await upstreams(nexus, repository, there, digest)));
  for (const member of nexus.members(repository).flatMap((one) => nexus.repository(one) ?? [])) {
    found.push(...(await about(nexus, member, name, digest, seen)));
  }
  return found;
}

async function upstreams(nexus: Nexus, repository: Repository, name: string, digest: string): Promise<JsonObject[]> {
  const index = await told(await askRegistry(nexus.remote(repository), `/v2/${name}/referrers/${digest}`, "GET"));
  return Array.isArray(index?.manifests) ? index.manifests.filter(isObject) : [];
}

function held(nexus: Nexus, repository: Repository, name: string, digest: string): JsonObject[] {
  const all = nexus.holdings.assets(repository).list(`/v2/${name}/manifests/`);
  return all
    .filter(([, { attributes }]) => attributes?.subject === digest)
    .map(([, { attributes, contentType, sha256, size }]) => ({
      mediaType: contentType,
      digest: `sha256:${sha256}`,
      size,
      ...(attributes?.artifactType !== undefined && { artifactType: attributes.artifactType }),
      ...(attributes?.annotations !== undefined && { annotations: JSON.parse(attributes.annotations) as Json }),
    }));
}
