/** npm repositories: packages for Node.js and browsers. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Packages that are published here.
 *
 * ```ts
 * const hosted = new npm.Hosted("npm-hosted");
 * ```
 */
export class Hosted extends recipe("npm", "hosted") {}

/**
 * Packages of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new npm.Proxy("npm-proxy", { proxy: { remoteUrl: upstreams.npm } });
 * ```
 */
export class Proxy extends recipe("npm", "proxy") {}

/**
 * Several npm repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new npm.Hosted("npm-hosted");
 * new npm.Group("npm-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("npm", "group") {}
