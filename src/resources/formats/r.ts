/** R repositories: packages for R. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"r", "hosted">;

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new r.Hosted("r-hosted");
 * ```
 */
export class Hosted extends recipe("r", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"r", "proxy">;

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new r.Proxy("r-proxy", { proxy: { remoteUrl: upstreams.cran } });
 * ```
 */
export class Proxy extends recipe("r", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"r", "group">;

/**
 * A group of R repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new r.Hosted("r-hosted");
 * new r.Group("r-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("r", "group") {}
