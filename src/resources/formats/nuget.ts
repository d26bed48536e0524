/** NuGet repositories: packages for .NET. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/nuget.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/nuget.ts";

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new nuget.Hosted("nuget-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("nuget", "hosted") {}

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new nuget.Proxy("nuget-proxy", {
 *   proxy: { remoteUrl: upstreams.nuget },
 *   nugetProxy: { nugetVersion: "V3" },
 * });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("nuget", "proxy") {}

/**
 * A group of NuGet repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new nuget.Hosted("nuget-hosted");
 * new nuget.Group("nuget-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("nuget", "group") {}
