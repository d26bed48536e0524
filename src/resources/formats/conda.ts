/** Conda repositories: packages for Python, R and others. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/conda.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/conda.ts";

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new conda.Hosted("conda-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("conda", "hosted") {}

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new conda.Proxy("conda-proxy", { proxy: { remoteUrl: upstreams.conda } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("conda", "proxy") {}

/**
 * A group of Conda repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new conda.Hosted("conda-hosted");
 * new conda.Group("conda-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("conda", "group") {}
