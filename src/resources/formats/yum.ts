/** Yum repositories: packages for Red Hat, Rocky Linux, Fedora and others. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/yum.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/yum.ts";

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new yum.Hosted("yum-hosted", { yum: { repodataDepth: 1 } });
 * ```
 */
export class Hosted extends recipe<HostedArgs>("yum", "hosted") {}

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new yum.Proxy("yum-proxy", { proxy: { remoteUrl: upstreams.epel } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("yum", "proxy") {}

/**
 * A group of Yum repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new yum.Hosted("yum-hosted");
 * new yum.Group("yum-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("yum", "group") {}
