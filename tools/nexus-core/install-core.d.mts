/** The types of install-core.mjs, for TypeScript. */
export function installCore(): Promise<{ home: string; java: string }>;
