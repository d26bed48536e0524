/** What TypeScript uses of maven.mjs. */
export const DEPLOY: string;
export const GET: string;
export function mavenPlugins(): Promise<string>;
