/** Composer repositories: packages for PHP. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/composer.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/composer.ts";

/**
 * A hosted repository for packages. Release 3.95 or later.
 *
 * ```ts
 * const hosted = new composer.Hosted("composer-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("composer", "hosted") {}

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new composer.Proxy("composer-proxy", { proxy: { remoteUrl: upstreams.packagist } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("composer", "proxy") {}

/**
 * A group of Composer repositories with one URL. The first member that has the requested content serves it. Release 3.95 or
 * later.
 *
 * ```ts
 * const hosted = new composer.Hosted("composer-hosted");
 * new composer.Group("composer-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("composer", "group") {}
