/** pub repositories: packages for Dart and Flutter. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"pub", "hosted">;

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new pub.Hosted("pub-hosted");
 * ```
 */
export class Hosted extends recipe("pub", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"pub", "proxy">;

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new pub.Proxy("pub-proxy", { proxy: { remoteUrl: upstreams.pub } });
 * ```
 */
export class Proxy extends recipe("pub", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"pub", "group">;

/**
 * A group of pub repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new pub.Hosted("pub-hosted");
 * new pub.Group("pub-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("pub", "group") {}
