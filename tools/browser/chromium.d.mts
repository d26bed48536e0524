/** What TypeScript uses of chromium.mjs. */
export function chromium(): Promise<string>;
