/** The types of install-core.mjs, for TypeScript. */
export function core(): Promise<{ home: string; java: string }>;
