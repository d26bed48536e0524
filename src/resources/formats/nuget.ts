/** NuGet repositories: packages for .NET. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Packages that are published here.
 *
 * ```ts
 * const hosted = new nuget.Hosted("nuget-hosted");
 * ```
 */
export class Hosted extends recipe("nuget", "hosted") {}

/**
 * Packages of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new nuget.Proxy("nuget-proxy", {
 *   proxy: { remoteUrl: upstreams.nuget },
 *   nugetProxy: { nugetVersion: "V3" },
 * });
 * ```
 */
export class Proxy extends recipe("nuget", "proxy") {}

/**
 * Several NuGet repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new nuget.Hosted("nuget-hosted");
 * new nuget.Group("nuget-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("nuget", "group") {}
