import { parsePermission } from "./permission.ts";
import type { SecurityModel, SecurityRepository } from "./security-model.ts";

/**
 * Represents a target of permissions: a repository, or the future repositories of a format (without `repository`), or the
 * future repositories of formats that are not known (without both). Only a wildcard covers the last.
 */
export interface AccessTarget {
  format?: string;
  repository?: SecurityRepository;
}

/** All targets of one evaluation; a `PermissionSet` refers to them by their index in `all`. */
export interface AccessTargets {
  all: readonly AccessTarget[];
  /** Indexes of repositories by name in lower case, as permissions ignore case. */
  byName: ReadonlyMap<string, readonly number[]>;
}

/** Collects the targets of one security model, or of the models before and after a change. */
export function collectTargets(...models: readonly SecurityModel[]): AccessTargets {
  const allRepositories = models.flatMap(({ repositories }) => repositories);
  // A repository that changes counts as it is afterwards: the last entry of a key wins.
  const repositories = [
    ...new Map(allRepositories.map((repository) => [`${repository.format} ${repository.name}`, repository])).values(),
  ];
  const formats = new Set([
    ...repositories.map(({ format }) => format),
    ...models.flatMap(({ privileges }) => [...privileges.values()].flatMap(listFormats)),
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

/** The index of the format among the parts of a permission, by the permission's second part. */
export const formatIndex: Readonly<Record<string, number>> = {
  "repository-view": 2,
  "repository-admin": 2,
  "repository-content-selector": 3,
};

function listFormats(permission: string): string[] {
  const parts = parsePermission(permission);
  const indexes = [...(parts[1] ?? [])].flatMap((area) => formatIndex[area] ?? []);
  return indexes.flatMap((index) => [...(parts[index] ?? [])]).filter((format) => /^[a-z0-9]+$/.test(format));
}

/** Summarizes a set of targets. */
export interface GrantScope {
  /** Formats of which all repositories are included, future ones too; `*` for all formats. */
  every: readonly string[];
  /** Names of all included repositories that exist, those of the formats in `every` too. */
  repositories: readonly string[];
  /** Names of included repositories whose format is not in `every`. */
  others: readonly string[];
}

export function toGrantScope(targets: AccessTargets, indexes: readonly number[]): GrantScope {
  const included = indexes.flatMap((index) => targets.all[index] ?? []);
  const future = included.filter(({ repository }) => !repository);
  const every = future.some(({ format }) => format === undefined)
    ? ["*"]
    : future.flatMap(({ format }) => format ?? []);
  const listNames = (some: readonly AccessTarget[]) => some.flatMap(({ repository }) => repository?.name ?? []).sort();
  return {
    every: every.sort(),
    repositories: listNames(included),
    others: every.includes("*") ? [] : listNames(included.filter(({ format = "" }) => !every.includes(format))),
  };
}
