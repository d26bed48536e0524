/** Swift repositories: packages for Swift. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"swift", "hosted">;

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new swift.Hosted("swift-hosted");
 * ```
 */
export class Hosted extends recipe("swift", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"swift", "proxy">;

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new swift.Proxy("swift-proxy", { proxy: { remoteUrl: upstreams.swift } });
 * ```
 */
export class Proxy extends recipe("swift", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"swift", "group">;

/**
 * A group of Swift repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new swift.Hosted("swift-hosted");
 * new swift.Group("swift-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("swift", "group") {}
