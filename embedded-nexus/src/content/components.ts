import { createHash } from "node:crypto";
import { isSnapshot, parseMavenPath, toBaseVersion } from "../formats/maven/maven-path.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import type { Asset } from "./asset-index.ts";

/** Group, name and version of a component. */
export interface ComponentCoordinates {
  /** The groupId for Maven, the scope for npm, the folder for raw; null for formats without groups. */
  readonly group: string | null;
  readonly name: string;
  readonly version: string | null;
}

/** A published thing, with all its files. */
export interface Component extends ComponentCoordinates {
  readonly id: string;
  readonly assets: readonly StoredAsset[];
}

/** An asset with its path and the id that the API uses. */
export interface StoredAsset {
  readonly id: string;
  readonly path: string;
  readonly asset: Asset;
}

type CoordinatesParser = (path: string, asset: Asset) => ComponentCoordinates | undefined;

/** Each file is a component. */
const parseFile: CoordinatesParser = (path) => ({ group: folderOf(path), name: path, version: "" });

/**
 * Parsers by format; undefined for indexes and metadata, which belong to no component. Raw and Maven were measured
 * (3.71), the others follow the documentation.
 */
const parsers: Readonly<Record<string, CoordinatesParser>> = {
  raw: parseFile,
  maven2: (path) => {
    const coordinates = parseMavenPath(path);
    if (!coordinates) return undefined;
    const { groupId: group, artifactId: name, version } = coordinates;
    return { group, name, version };
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
  // A manifest that is stored only by its digest is part of a tagged one.
  docker: parseImage,
  oci: parseImage,
};

function parseImage(path: string): ComponentCoordinates | undefined {
  const [, name = "", version] = /^\/v2\/(.+)\/manifests\/([^/:]+)$/.exec(path) ?? [];
  return version === undefined ? undefined : { group: null, name, version };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";

/** Returns the component that an asset belongs to; undefined if it belongs to none. */
export function parseCoordinates(
  { format }: Pick<RepositoryRecord, "format">,
  path: string,
  asset: Asset,
): ComponentCoordinates | undefined {
  return (parsers[format] ?? parseFile)(path, asset);
}

/** Returns whether a version is a prerelease: a Maven snapshot, 1.0.0-beta, 1.0rc1 (by the documentation). */
export function isPrerelease(
  { format }: Pick<RepositoryRecord, "format">,
  { version }: Pick<ComponentCoordinates, "version">,
): boolean {
  const text = version ?? "";
  if (format === "maven2") return isSnapshot(toBaseVersion(text));
  return format === "pypi" ? /\d(a|b|rc|\.dev)\d/.test(text) : text.includes("-");
}

/** Lists the assets that a repository itself stores, the oldest first. */
export function listAssets(nexus: Nexus, repository: RepositoryRecord): StoredAsset[] {
  const assets = nexus.content.assets(repository).list();
  return assets.map(([path, asset]) => ({ id: createId(asset.created, path), path, asset })).sort(compareIds);
}

/** Lists the components of the assets that a repository itself stores, the oldest first. */
export function listComponents(nexus: Nexus, repository: RepositoryRecord): Component[] {
  const components = new Map<string, ComponentCoordinates & { assets: StoredAsset[] }>();
  for (const stored of listAssets(nexus, repository)) {
    const coordinates = parseCoordinates(repository, stored.path, stored.asset);
    if (!coordinates) continue;
    const key = JSON.stringify([coordinates.group, coordinates.name, coordinates.version]);
    const component = components.get(key) ?? { ...coordinates, assets: [] };
    component.assets.push(stored);
    components.set(key, component);
  }
  return [...components]
    .map(([key, component]) => ({ ...component, id: createId(component.assets[0]?.asset.created ?? 0, key) }))
    .sort(compareIds);
}

/**
 * Creates a hexadecimal id that sorts by time of creation: reading a list page by page goes on at the right place even
 * if the last item was deleted. Something new at the same path has another id.
 */
function createId(created: number, key: string): string {
  const hash = createHash("sha256").update(key).digest("hex");
  return created.toString(16).padStart(12, "0") + hash.slice(0, 20);
}

/** Compares ids: the oldest first. */
export const compareIds = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
