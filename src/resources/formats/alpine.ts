/** Alpine repositories: packages for Alpine Linux. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"alpine", "hosted">;

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new alpine.Hosted("alpine-hosted");
 * ```
 */
export class Hosted extends recipe("alpine", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"alpine", "proxy">;

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new alpine.Proxy("alpine-proxy", {
 *   proxy: { remoteUrl: upstreams.alpine },
 *   alpineSigning: { keypair: config.requireSecret("alpineKey") },
 * });
 * ```
 */
export class Proxy extends recipe("alpine", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"alpine", "group">;

/**
 * A group of Alpine repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new alpine.Hosted("alpine-hosted");
 * new alpine.Group("alpine-group", { group: { memberNames: [hosted.name] }, alpineSigning: { keypair: config.requireSecret("alpineKey") } });
 * ```
 */
export class Group extends recipe("alpine", "group") {}
