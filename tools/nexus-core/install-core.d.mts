/** The types of install-core.mjs, for TypeScript. */
export const VERSION: string;
export function installCore(): Promise<{ home: string; java: string }>;
