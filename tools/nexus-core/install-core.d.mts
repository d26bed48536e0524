/** What TypeScript uses of core.mjs. */
export function core(): Promise<{ home: string; java: string }>;
