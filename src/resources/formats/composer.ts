/** Composer repositories: packages for PHP. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"composer", "hosted">;

/**
 * A hosted repository for packages. Release 3.95 or later.
 *
 * ```ts
 * const hosted = new composer.Hosted("composer-hosted");
 * ```
 */
export class Hosted extends recipe("composer", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"composer", "proxy">;

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new composer.Proxy("composer-proxy", { proxy: { remoteUrl: upstreams.packagist } });
 * ```
 */
export class Proxy extends recipe("composer", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"composer", "group">;

/**
 * A group of Composer repositories with one URL. The first member that has the requested content serves it. Release 3.95 or
 * later.
 *
 * ```ts
 * const hosted = new composer.Hosted("composer-hosted");
 * new composer.Group("composer-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("composer", "group") {}
