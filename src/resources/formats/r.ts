/** R repositories: packages for R. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Packages that are published here.
 *
 * ```ts
 * const hosted = new r.Hosted("r-hosted");
 * ```
 */
export class Hosted extends recipe("r", "hosted") {}

/**
 * Packages of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new r.Proxy("r-proxy", { proxy: { remoteUrl: upstreams.cran } });
 * ```
 */
export class Proxy extends recipe("r", "proxy") {}

/**
 * Several R repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new r.Hosted("r-hosted");
 * new r.Group("r-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("r", "group") {}
