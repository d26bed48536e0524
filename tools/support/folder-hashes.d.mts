/** The types of folder-hashes.mjs, for TypeScript. */
export function hasRecord(folder: string): boolean;
export function recordHashes(folder: string, content?: string): void;
export function findChangedFiles(folder: string, except: readonly string[]): string[];
