/** R repositories: packages for R. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/r.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/r.ts";

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new r.Hosted("r-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("r", "hosted") {}

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new r.Proxy("r-proxy", { proxy: { remoteUrl: upstreams.cran } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("r", "proxy") {}

/**
 * A group of R repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new r.Hosted("r-hosted");
 * new r.Group("r-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("r", "group") {}
