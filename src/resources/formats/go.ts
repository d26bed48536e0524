/** Go repositories: modules for Go. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"go", "hosted">;

/**
 * A hosted repository for modules.
 *
 * ```ts
 * const hosted = new go.Hosted("go-hosted");
 * ```
 */
export class Hosted extends recipe("go", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"go", "proxy">;

/**
 * A proxy of another registry. Modules are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new go.Proxy("go-proxy", { proxy: { remoteUrl: upstreams.goModules } });
 * ```
 */
export class Proxy extends recipe("go", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"go", "group">;

/**
 * A group of Go repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new go.Hosted("go-hosted");
 * new go.Group("go-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("go", "group") {}
