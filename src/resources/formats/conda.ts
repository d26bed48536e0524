/** Conda repositories: packages for Python, R and others. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"conda", "hosted">;

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new conda.Hosted("conda-hosted");
 * ```
 */
export class Hosted extends recipe("conda", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"conda", "proxy">;

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new conda.Proxy("conda-proxy", { proxy: { remoteUrl: upstreams.conda } });
 * ```
 */
export class Proxy extends recipe("conda", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"conda", "group">;

/**
 * A group of Conda repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new conda.Hosted("conda-hosted");
 * new conda.Group("conda-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("conda", "group") {}
