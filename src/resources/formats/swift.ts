/** Swift repositories: packages for Swift. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/swift.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/swift.ts";

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new swift.Hosted("swift-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("swift", "hosted") {}

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new swift.Proxy("swift-proxy", { proxy: { remoteUrl: upstreams.swift } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("swift", "proxy") {}

/**
 * A group of Swift repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new swift.Hosted("swift-hosted");
 * new swift.Group("swift-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("swift", "group") {}
