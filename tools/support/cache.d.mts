/** The types of cache.mjs, for TypeScript. */
export const CACHE: string;
export function getCachedFolder(
  name: string,
  build: (into: string) => Promise<unknown>,
  provide?: (folder: string) => string[],
): Promise<string>;
export function requireOwnCache(): void;
export function withLock<T>(path: string, name: string, work: () => Promise<T>): Promise<T>;
