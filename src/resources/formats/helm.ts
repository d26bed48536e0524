/** Helm repositories: charts for Kubernetes. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/helm.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/helm.ts";

/**
 * A hosted repository for charts.
 *
 * ```ts
 * const hosted = new helm.Hosted("helm-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("helm", "hosted") {}

/**
 * A proxy of another registry. Charts are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new helm.Proxy("helm-proxy", { proxy: { remoteUrl: upstreams.charts } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("helm", "proxy") {}

/**
 * A group of Helm repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new helm.Hosted("helm-hosted");
 * new helm.Group("helm-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("helm", "group") {}
