import { toBaseVersion } from "../formats/maven/maven-path.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { listLeafRepositories } from "./asset-lookup.ts";
import { getFormatAttributes } from "./asset-xo.ts";
import { type Component, isPrerelease, listComponents, type StoredAsset } from "./components.ts";

/** A component that a search found, and its repository. */
export interface SearchHit {
  readonly repository: RepositoryRecord;
  readonly component: Component;
}

/** Creates a map, so that a criterion of the request does not find inherited properties. */
const toMap = <T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> => new Map(Object.entries(entries));

type ComponentValue = (hit: SearchHit) => string | null | undefined;

/** Criteria that compare a value of the component. */
const COMPONENT_CRITERIA = toMap<ComponentValue>({
  format: ({ repository }) => repository.format,
  group: ({ component }) => component.group,
  name: ({ component }) => component.name,
  version: ({ component }) => component.version,
  prerelease: ({ repository, component }) => String(isPrerelease(repository, component)),
  "maven.groupId": onlyFor("maven2", ({ component }) => component.group),
  "maven.artifactId": onlyFor("maven2", ({ component }) => component.name),
  "maven.baseVersion": onlyFor("maven2", ({ component }) => toBaseVersion(component.version ?? "")),
  "npm.scope": onlyFor("npm", ({ component }) => component.group),
  "docker.imageName": onlyFor("docker", ({ component }) => component.name),
  "docker.imageTag": onlyFor("docker", ({ component }) => component.version),
  "oci.imageName": onlyFor("oci", ({ component }) => component.name),
  "oci.imageTag": onlyFor("oci", ({ component }) => component.version),
  "yum.name": onlyFor("yum", ({ component }) => component.name),
});

function onlyFor(format: string, value: ComponentValue): ComponentValue {
  return (hit) => (hit.repository.format === format ? value(hit) : undefined);
}

type AssetValue = (format: string, stored: StoredAsset) => string | undefined;

/** Criteria that compare a value of an asset. */
const ASSET_CRITERIA = toMap<AssetValue>({
  md5: (_, { asset }) => asset.md5,
  sha1: (_, { asset }) => asset.sha1,
  sha256: (_, { asset }) => asset.sha256,
  "maven.extension": (format, stored) => getFormatAttributes(format, stored).extension,
  "maven.classifier": (format, stored) => getFormatAttributes(format, stored).classifier,
  "docker.contentDigest": (_, { asset }) => `sha256:${asset.sha256}`,
});

/** Parameters that select repositories. */
const REPOSITORY_PARAMETERS: ReadonlySet<string> = new Set(["repository", "repositoryName"]);

/** Parameters that are no criteria. */
const OTHER_PARAMETERS: ReadonlySet<string> = new Set(["continuationToken", "sort", "direction", "timeout"]);

/**
 * Finds the components that match a query, each with the assets that match it. As in 3.71, a value with blanks is a
 * list of alternatives, compared with case, with the wildcards `*` and `?`; an unknown criterion matches nothing. For
 * q and keyword all words of one of the values must occur, which is narrower than 3.71.
 */
export function searchComponents(nexus: Nexus, query: URLSearchParams): readonly SearchHit[] {
  const parameters = [...query].filter(([name]) => !OTHER_PARAMETERS.has(name));
  const repositories = parameters.flatMap(([name, value]) => (REPOSITORY_PARAMETERS.has(name) ? value : []));
  const criteria = parameters.filter(([name]) => !REPOSITORY_PARAMETERS.has(name));
  const assetCriteria = criteria.filter(([name]) => ASSET_CRITERIA.has(name));
  const components = listSearchedRepositories(nexus, repositories).flatMap((repository): SearchHit[] =>
    listComponents(nexus, repository).map((component) => ({ repository, component })),
  );
  const hits = components.flatMap((hit): SearchHit[] => {
    if (!criteria.every(([name, value]) => componentMatches(hit, name, value))) return [];
    const assets = hit.component.assets.filter((asset) =>
      assetCriteria.every(([name, value]) => assetMatches(hit, asset, name, value)),
    );
    return assets.length === 0 ? [] : [{ ...hit, component: { ...hit.component, assets } }];
  });
  return sortHits(hits, query.get("sort") ?? "", query.get("direction"));
}

/** Lists the repositories with matching names, groups replaced by their members; without names, all of them. */
function listSearchedRepositories(nexus: Nexus, names: readonly string[]): RepositoryRecord[] {
  const matching = nexus.state.repositories.filter(({ name }) => names.every((value) => valueMatches(value, name)));
  return [...new Set(matching.flatMap((repository) => listLeafRepositories(nexus, repository)))];
}

function componentMatches(hit: SearchHit, name: string, value: string): boolean {
  if (ASSET_CRITERIA.has(name)) return true;
  if (name === "q" || name === "keyword") return value.split(/\s+/).some((word) => hasWords(hit, word));
  return valueMatches(value, COMPONENT_CRITERIA.get(name)?.(hit) ?? undefined);
}

/** An empty value matches an absent one: `maven.classifier=` finds the main file. */
function assetMatches({ repository }: SearchHit, stored: StoredAsset, name: string, value: string): boolean {
  const actual = ASSET_CRITERIA.get(name)?.(repository.format, stored);
  return value === "" ? actual === undefined : valueMatches(value, actual);
}

/** Compares with each of the alternatives, which are separated by blanks; quotes keep blanks together. */
function valueMatches(value: string, actual: string | undefined): boolean {
  const alternatives = value.match(/"[^"]*"|\S+/g) ?? [];
  return actual !== undefined && alternatives.some((text) => toPattern(text.replace(/^"(.*)"$/, "$1")).test(actual));
}

/** Turns a text with `*` and `?` into a regular expression. */
function toPattern(text: string, flags = "s"): RegExp {
  const pattern = text
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
  return (value.match(WORD) ?? []).every((searched) => words.some((word) => toPattern(searched, "is").test(word)));
}

const SORT_KEYS = toMap<(hit: SearchHit) => string>({
  group: ({ component }) => component.group ?? "",
  name: ({ component }) => component.name,
  version: ({ component }) => component.version ?? "",
  repository: ({ repository }) => repository.name,
});

/** Sorts by a key: by default versions descending, everything else ascending (3.71). */
function sortHits(hits: readonly SearchHit[], by: string, direction: string | null): readonly SearchHit[] {
  const keyOf = SORT_KEYS.get(by);
  if (!keyOf) return hits;
  const sign = (direction ?? (by === "version" ? "desc" : "asc")) === "desc" ? -1 : 1;
  return hits.toSorted((a, b) => sign * keyOf(a).localeCompare(keyOf(b), "en", { numeric: by === "version" }));
}
