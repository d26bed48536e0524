/** NuGet repositories: packages for .NET. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"nuget", "hosted">;

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new nuget.Hosted("nuget-hosted");
 * ```
 */
export class Hosted extends recipe("nuget", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"nuget", "proxy">;

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
export class Proxy extends recipe("nuget", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"nuget", "group">;

/**
 * A group of NuGet repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new nuget.Hosted("nuget-hosted");
 * new nuget.Group("nuget-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("nuget", "group") {}
