/** PyPI repositories: packages for Python. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Packages that are published here.
 *
 * ```ts
 * const hosted = new pypi.Hosted("pypi-hosted");
 * ```
 */
export class Hosted extends recipe("pypi", "hosted") {}

/**
 * Packages of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new pypi.Proxy("pypi-proxy", {
 *   proxy: { remoteUrl: upstreams.pypi },
 *   pypi: { indexPath: "simple" },
 * });
 * ```
 */
export class Proxy extends recipe("pypi", "proxy") {}

/**
 * Several PyPI repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new pypi.Hosted("pypi-hosted");
 * new pypi.Group("pypi-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("pypi", "group") {}
