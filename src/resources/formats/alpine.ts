/** Alpine repositories: packages for Alpine Linux. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Packages that are published here.
 *
 * ```ts
 * const hosted = new alpine.Hosted("alpine-hosted");
 * ```
 */
export class Hosted extends recipe("alpine", "hosted") {}

/**
 * Packages of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new alpine.Proxy("alpine-proxy", {
 *   proxy: { remoteUrl: upstreams.alpine },
 *   alpineSigning: { keypair: config.requireSecret("alpineKey") },
 * });
 * ```
 */
export class Proxy extends recipe("alpine", "proxy") {}

/**
 * Several Alpine repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new alpine.Hosted("alpine-hosted");
 * new alpine.Group("alpine-group", { group: { memberNames: [hosted.name] }, alpineSigning: { keypair: config.requireSecret("alpineKey") } });
 * ```
 */
export class Group extends recipe("alpine", "group") {}
