/** Ansible Galaxy repositories: collections and roles for Ansible. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/ansiblegalaxy.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/ansiblegalaxy.ts";

/**
 * A hosted repository for collections.
 *
 * ```ts
 * const hosted = new ansiblegalaxy.Hosted("ansiblegalaxy-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("ansiblegalaxy", "hosted") {}

/**
 * A proxy of another registry. Collections are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new ansiblegalaxy.Proxy("ansiblegalaxy-proxy", { proxy: { remoteUrl: upstreams.ansible } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("ansiblegalaxy", "proxy") {}

/**
 * A group of Ansible Galaxy repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new ansiblegalaxy.Hosted("ansiblegalaxy-hosted");
 * new ansiblegalaxy.Group("ansiblegalaxy-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("ansiblegalaxy", "group") {}
