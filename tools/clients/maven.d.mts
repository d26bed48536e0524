/** What TypeScript uses of packages.mjs. */
export const DEPLOY: string;
export const GET: string;
export function mavenPlugins(): Promise<string>;
/** Makes all of them ready. */
export function packageClients(): Promise<void>;
