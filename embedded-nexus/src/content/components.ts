import { createHash } from "node:crypto";
import { parseMavenPath } from "../formats/maven/maven-path.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import type { Asset } from "./asset-index.ts";

/** What people know a component by. */
export interface ComponentCoordinates {
  /** Of Maven the groupId, of npm the scope, of raw the folder; null where the format has none. */
  readonly group: string | null;
  readonly name: string;
  readonly version: string | null;
}

/** One thing that was published, with all files of it. */
export interface Component extends ComponentCoordinates {
  readonly id: string;
  readonly assets: readonly StoredAsset[];
}

export interface StoredAsset {
  readonly id: string;
  readonly path: string;
  readonly asset: Asset;
}

type Naming = (path: string, asset: Asset) => ComponentCoordinates | undefined;

/** A file of its own. */
const file: Naming = (path) => ({ group: folderOf(path), name: path, version: "" });

/**
 * What component a file belongs to, by its format; undefined: to none, as indexes and metadata do. Raw and Maven were
 * measured (3.71), the rest is by the documents.
 */
const namings: Readonly<Record<string, Naming>> = {
  raw: file,
  maven2: (path) => {
    const found = parseMavenPath(path);
    return found && { group: found.groupId, name: found.artifactId, version: found.version };
  },
  npm: (path) => {
    const [, scope, name = "", version] = /^\/(?:@([^/]+)\/)?([^/]+)\/-\/\2-(.+)\.tgz$/.exec(path) ?? [];
    return version === undefined ? undefined : { group: scope ?? null, name, version };
  },
  pypi: (path, { attributes }) => {
    const [, name = "", version] = /^\/packages\/([^/]+)\/([^/]+)\/[^/]+$/.exec(path) ?? [];
    return version === undefined ? undefined : { group: null, name: attributes?.name ?? name, version };
  },
  yum: (path) => {
    const [, name = "", version] = /([^/]+)-([^-/]+-[^-/]+)\.[^.]+\.rpm$/.exec(path) ?? [];
    return version === undefined ? undefined : { group: folderOf(path), name, version };
  },
  // What is known by its digest alone is part of what a tag names.
  docker: imageOf,
  oci: imageOf,
};

function imageOf(path: string): ComponentCoordinates | undefined {
  const [, name = "", version] = /^\/v2\/(.+)\/manifests\/([^/:]+)$/.exec(path) ?? [];
  return version === undefined ? undefined : { group: null, name, version };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";

export function parseCoordinates(
  { format }: Pick<RepositoryRecord, "format">,
  path: string,
  asset: Asset,
): ComponentCoordinates | undefined {
  return (namings[format] ?? file)(path, asset);
}

/** All that a repository itself holds, the oldest first. */
export function listAssets(nexus: Nexus, repository: RepositoryRecord): StoredAsset[] {
  const all = nexus.content.assets(repository).list();
  return all.map(([path, asset]) => ({ id: idOf(asset.created, path), path, asset })).sort(compareIds);
}

/** The components of what a repository itself holds, the oldest first. */
export function listComponents(nexus: Nexus, repository: RepositoryRecord): Component[] {
  const found = new Map<string, ComponentCoordinates & { assets: StoredAsset[] }>();
  for (const held of listAssets(nexus, repository)) {
    const named = parseCoordinates(repository, held.path, held.asset);
    if (!named) continue;
    const key = JSON.stringify([named.group, named.name, named.version]);
    const component = found.get(key) ?? { ...named, assets: [] };
    component.assets.push(held);
    found.set(key, component);
  }
  return [...found]
    .map(([key, component]) => ({ ...component, id: idOf(component.assets[0]?.asset.created ?? 0, key) }))
    .sort(compareIds);
}

/**
 * Hexadecimal, in the order of their creation: a list read page by page goes on where it was also when what it was at
 * is gone. Another thing at the same place has another id.
 */
function idOf(created: number, what: string): string {
  const hash = createHash("sha256").update(what).digest("hex");
  return created.toString(16).padStart(12, "0") + hash.slice(0, 20);
}

/** The oldest first. */
export const compareIds = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
