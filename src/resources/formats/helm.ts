/** Helm repositories: charts for Kubernetes. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Charts that are published here.
 *
 * ```ts
 * const hosted = new helm.Hosted("helm-hosted");
 * ```
 */
export class Hosted extends recipe("helm", "hosted") {}

/**
 * Charts of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new helm.Proxy("helm-proxy", { proxy: { remoteUrl: upstreams.charts } });
 * ```
 */
export class Proxy extends recipe("helm", "proxy") {}

/**
 * Several Helm repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new helm.Hosted("helm-hosted");
 * new helm.Group("helm-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("helm", "group") {}
