/** The types of cache.mjs, for TypeScript. */
export const CACHE: string;
export function getCachedFolder(name: string, build: (into: string) => Promise<unknown>): Promise<string>;
export function withLock<T>(path: string, name: string, work: () => Promise<T>): Promise<T>;
