/** Go repositories: modules for Go. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Modules that are published here.
 *
 * ```ts
 * const hosted = new go.Hosted("go-hosted");
 * ```
 */
export class Hosted extends recipe("go", "hosted") {}

/**
 * Modules of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new go.Proxy("go-proxy", { proxy: { remoteUrl: upstreams.goModules } });
 * ```
 */
export class Proxy extends recipe("go", "proxy") {}

/**
 * Several Go repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new go.Hosted("go-hosted");
 * new go.Group("go-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("go", "group") {}
