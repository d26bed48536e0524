import { parsePermission } from "./permission.ts";
import type { SecurityModel, SecurityRepository } from "./security-model.ts";

/**
 * What one may have rights on: a repository, or all that are still to come: of a format, or, without one, of formats
 * that nothing is known of. Only a wildcard reaches those.
 */
export interface AccessTarget {
  format?: string;
  repository?: SecurityRepository;
}

/** All places there are; rights on them are told by their indexes. */
export interface AccessTargets {
  all: readonly AccessTarget[];
  /** Repositories' indexes by name, in lower case: permissions ignore case. */
  byName: ReadonlyMap<string, readonly number[]>;
}

/** The places of a Nexus, or of one as it is before and after a change. */
export function collectTargets(...states: readonly SecurityModel[]): AccessTargets {
  const known = states.flatMap(({ repositories }) => repositories);
  // Of a repository that changes, as it is after it.
  const repositories = [...new Map(known.map((one) => [`${one.format} ${one.name}`, one])).values()];
  const formats = new Set([
    ...repositories.map(({ format }) => format),
    ...states.flatMap(({ privileges }) => [...privileges.values()].flatMap(formatsNamedBy)),
  ]);
  const byName = new Map<string, number[]>();
  for (const [index, { name }] of repositories.entries()) {
    const key = name.toLowerCase();
    byName.set(key, [...(byName.get(key) ?? []), index]);
  }
  return {
    all: [
      ...repositories.map((repository) => ({ format: repository.format, repository })),
      ...[...formats].map((format) => ({ format })),
      {},
    ],
    byName,
  };
}

/** Where the format is among a permission's parts, by what the permission is about. */
export const formatIndex: Readonly<Record<string, number>> = {
  "repository-view": 2,
  "repository-admin": 2,
  "repository-content-selector": 3,
};

function formatsNamedBy(permission: string): string[] {
  const parts = parsePermission(permission);
  const at = [...(parts[1] ?? [])].flatMap((about) => formatIndex[about] ?? []);
  return at.flatMap((index) => [...(parts[index] ?? [])]).filter((format) => /^[a-z0-9]+$/.test(format));
}

/** Some of the repositories, told shortly. */
export interface GrantScope {
  /** Formats whose repositories are all meant, those to come among them; `*` for all formats. */
  every: readonly string[];
  /** The repositories that are meant and there, those of such formats too. */
  repositories: readonly string[];
  /** Those of other formats. */
  others: readonly string[];
}

export function toGrantScope(places: AccessTargets, indexes: readonly number[]): GrantScope {
  const meant = indexes.flatMap((index) => places.all[index] ?? []);
  const toCome = meant.filter(({ repository }) => !repository);
  const every = toCome.some(({ format }) => format === undefined)
    ? ["*"]
    : toCome.flatMap(({ format }) => format ?? []);
  const names = (of: readonly AccessTarget[]) => of.flatMap(({ repository }) => repository?.name ?? []).sort();
  return {
    every: every.sort(),
    repositories: names(meant),
    others: every.includes("*") ? [] : names(meant.filter(({ format = "" }) => !every.includes(format))),
  };
}
