/** Alpine repositories: packages for Alpine Linux. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/alpine.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/alpine.ts";

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new alpine.Hosted("alpine-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("alpine", "hosted") {}

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
export class Proxy extends recipe<ProxyArgs>("alpine", "proxy") {}

/**
 * A group of Alpine repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new alpine.Hosted("alpine-hosted");
 * new alpine.Group("alpine-group", { group: { memberNames: [hosted.name] }, alpineSigning: { keypair: config.requireSecret("alpineKey") } });
 * ```
 */
export class Group extends recipe<GroupArgs>("alpine", "group") {}
