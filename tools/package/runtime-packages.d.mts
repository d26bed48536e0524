/** The types of runtime-packages.mjs, for TypeScript. */
export interface LockEntry {
  version: string;
  license?: string;
  integrity?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}
export interface RuntimePackage {
  path: string;
  name: string;
  version: string;
  license: string;
  integrity: string;
  dependencies: string[];
}
export function readLockEntries(): Record<string, LockEntry>;
export function listRuntimePackages(entries: Record<string, LockEntry>, root: string): RuntimePackage[];
