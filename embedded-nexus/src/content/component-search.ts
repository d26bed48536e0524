import { toBaseVersion } from "../formats/maven/maven-path.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { listLeafRepositories } from "./asset-lookup.ts";
import { formatAttributes } from "./asset-xo.ts";
import { type Component, listComponents, type StoredAsset } from "./components.ts";
import { isPrerelease } from "./prerelease.ts";

/** A component that was found, and where. */
export interface SearchHit {
  readonly repository: RepositoryRecord;
  readonly component: Component;
}

/** Looked up by what people write: nothing is found that is not in it. */
const table = <T>(rows: Readonly<Record<string, T>>): ReadonlyMap<string, T> => new Map(Object.entries(rows));

type Fact = (hit: SearchHit) => string | null | undefined;

/** What is asked of a component: by its own names, and by those of the formats. */
const FACTS = table<Fact>({
  format: ({ repository }) => repository.format,
  group: ({ component }) => component.group,
  name: ({ component }) => component.name,
  version: ({ component }) => component.version,
  prerelease: ({ repository, component }) => String(isPrerelease(repository, component)),
  "maven.groupId": ofFormat("maven2", ({ component }) => component.group),
  "maven.artifactId": ofFormat("maven2", ({ component }) => component.name),
  "maven.baseVersion": ofFormat("maven2", ({ component }) => toBaseVersion(component.version ?? "")),
  "npm.scope": ofFormat("npm", ({ component }) => component.group),
  "docker.imageName": ofFormat("docker", ({ component }) => component.name),
  "docker.imageTag": ofFormat("docker", ({ component }) => component.version),
  "oci.imageName": ofFormat("oci", ({ component }) => component.name),
  "oci.imageTag": ofFormat("oci", ({ component }) => component.version),
  "yum.name": ofFormat("yum", ({ component }) => component.name),
});

function ofFormat(format: string, fact: Fact): Fact {
  return (hit) => (hit.repository.format === format ? fact(hit) : undefined);
}

type AssetFact = (format: string, held: StoredAsset) => string | undefined;

/** What is asked of an asset. */
const ASSET_FACTS = table<AssetFact>({
  md5: (_, { asset }) => asset.md5,
  sha1: (_, { asset }) => asset.sha1,
  sha256: (_, { asset }) => asset.sha256,
  "maven.extension": (format, held) => formatAttributes(format, held).extension,
  "maven.classifier": (format, held) => formatAttributes(format, held).classifier,
  "docker.contentDigest": (_, { asset }) => `sha256:${asset.sha256}`,
});

/** What says where to look. */
const PLACES: ReadonlySet<string> = new Set(["repository", "repositoryName"]);

/** What says how to answer, not what to look for. */
const ASIDE: ReadonlySet<string> = new Set(["continuationToken", "sort", "direction", "timeout"]);

/**
 * The components that a query finds, each with the assets that it is about. As in 3.71 a value is one of several where
 * it has blanks, exact in case, with `*` and `?`; what nobody has finds nothing. Of q and keyword every word of one of the
 * values must be there, which is narrower than 3.71.
 */
export function searchComponents(nexus: Nexus, query: URLSearchParams): readonly SearchHit[] {
  const criteria = [...query].filter(([name]) => !ASIDE.has(name));
  const names = criteria.flatMap(([name, value]) => (PLACES.has(name) ? value : []));
  const rest = criteria.filter(([name]) => !PLACES.has(name));
  const found = searched(nexus, names).flatMap((repository): SearchHit[] =>
    listComponents(nexus, repository).map((component) => ({ repository, component })),
  );
  const hits = found.flatMap((hit): SearchHit[] => {
    if (!rest.every(([name, value]) => fits(hit, name, value))) return [];
    const about = rest.filter(([name]) => ASSET_FACTS.has(name));
    const assets = hit.component.assets.filter((asset) =>
      about.every(([name, value]) => fitsAsset(hit, asset, name, value)),
    );
    return assets.length === 0 ? [] : [{ ...hit, component: { ...hit.component, assets } }];
  });
  return sorted(hits, query.get("sort") ?? "", query.get("direction"));
}

/** All that hold something themselves, or those that are named so; of a group its members. */
function searched(nexus: Nexus, names: readonly string[]): RepositoryRecord[] {
  const wanted = nexus.state.repositories.filter(({ name }) => names.every((value) => matches(value, name)));
  return [...new Set(wanted.flatMap((repository) => listLeafRepositories(nexus, repository)))];
}

function fits(hit: SearchHit, name: string, value: string): boolean {
  if (ASSET_FACTS.has(name)) return true;
  if (name === "q" || name === "keyword") return value.split(/\s+/).some((one) => hasWords(hit, one));
  return matches(value, FACTS.get(name)?.(hit) ?? undefined);
}

/** An empty value asks for what has none: maven.classifier= for the main file. */
function fitsAsset({ repository }: SearchHit, held: StoredAsset, name: string, value: string): boolean {
  const fact = ASSET_FACTS.get(name)?.(repository.format, held);
  return value === "" ? fact === undefined : matches(value, fact);
}

/** Whether it is one of the values, which blanks part and quotes hold together. */
function matches(value: string, fact: string | undefined): boolean {
  const values = value.match(/"[^"]*"|\S+/g) ?? [];
  return fact !== undefined && values.some((one) => wildcards(one.replace(/^"(.*)"$/, "$1")).test(fact));
}

function wildcards(value: string, flags = "s"): RegExp {
  const pattern = value
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${pattern}$`, flags);
}

const WORD = /[\p{L}\p{N}_*?]+/gu;

function hasWords({ component }: SearchHit, value: string): boolean {
  const { group, name, version, assets } = component;
  const text = [group, name, version, ...assets.map(({ path }) => path)].join(" ");
  const words: readonly string[] = text.match(WORD) ?? [];
  return (value.match(WORD) ?? []).every((one) => words.some((word) => wildcards(one, "is").test(word)));
}

const ORDERS = table<(hit: SearchHit) => string>({
  group: ({ component }) => component.group ?? "",
  name: ({ component }) => component.name,
  version: ({ component }) => component.version ?? "",
  repository: ({ repository }) => repository.name,
});

/** Versions the newest first where nobody says otherwise, all else from A to Z (3.71). */
function sorted(hits: readonly SearchHit[], by: string, direction: string | null): readonly SearchHit[] {
  const key = ORDERS.get(by);
  if (!key) return hits;
  const sign = (direction ?? (by === "version" ? "desc" : "asc")) === "desc" ? -1 : 1;
  return hits.toSorted((a, b) => sign * key(a).localeCompare(key(b), "en", { numeric: by === "version" }));
}
