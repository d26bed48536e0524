/** Types of maven.mjs. */
export const DEPLOY: string;
export const GET: string;
export function fetchMavenPlugins(): Promise<string>;
