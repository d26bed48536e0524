/** Go repositories: modules for Go. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/go.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/go.ts";

/**
 * A hosted repository for modules.
 *
 * ```ts
 * const hosted = new go.Hosted("go-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("go", "hosted") {}

/**
 * A proxy of another registry. Modules are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new go.Proxy("go-proxy", { proxy: { remoteUrl: upstreams.goModules } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("go", "proxy") {}

/**
 * A group of Go repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new go.Hosted("go-hosted");
 * new go.Group("go-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("go", "group") {}
