/** PyPI repositories: packages for Python. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"pypi", "hosted">;

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new pypi.Hosted("pypi-hosted");
 * ```
 */
export class Hosted extends recipe("pypi", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"pypi", "proxy">;

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new pypi.Proxy("pypi-proxy", {
 *   proxy: { remoteUrl: upstreams.pypi },
 *   pypi: { indexPath: "simple" },
 * });
 * ```
 */
export class Proxy extends recipe("pypi", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"pypi", "group">;

/**
 * A group of PyPI repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new pypi.Hosted("pypi-hosted");
 * new pypi.Group("pypi-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("pypi", "group") {}
