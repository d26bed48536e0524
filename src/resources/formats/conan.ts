/** Conan repositories: packages for C and C++. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"conan", "hosted">;

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new conan.Hosted("conan-hosted");
 * ```
 */
export class Hosted extends recipe("conan", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"conan", "proxy">;

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new conan.Proxy("conan-proxy", { proxy: { remoteUrl: upstreams.conan } });
 * ```
 */
export class Proxy extends recipe("conan", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"conan", "group">;

/**
 * A group of Conan repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new conan.Hosted("conan-hosted");
 * new conan.Group("conan-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("conan", "group") {}
