/** Conda repositories: packages for Python, R and others. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Packages that are published here.
 *
 * ```ts
 * const hosted = new conda.Hosted("conda-hosted");
 * ```
 */
export class Hosted extends recipe("conda", "hosted") {}

/**
 * Packages of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new conda.Proxy("conda-proxy", { proxy: { remoteUrl: upstreams.conda } });
 * ```
 */
export class Proxy extends recipe("conda", "proxy") {}

/**
 * Several Conda repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new conda.Hosted("conda-hosted");
 * new conda.Group("conda-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("conda", "group") {}
