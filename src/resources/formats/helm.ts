/** Helm repositories: charts for Kubernetes. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"helm", "hosted">;

/**
 * A hosted repository for charts.
 *
 * ```ts
 * const hosted = new helm.Hosted("helm-hosted");
 * ```
 */
export class Hosted extends recipe("helm", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"helm", "proxy">;

/**
 * A proxy of another registry. Charts are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new helm.Proxy("helm-proxy", { proxy: { remoteUrl: upstreams.charts } });
 * ```
 */
export class Proxy extends recipe("helm", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"helm", "group">;

/**
 * A group of Helm repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new helm.Hosted("helm-hosted");
 * new helm.Group("helm-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("helm", "group") {}
