/** PyPI repositories: packages for Python. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/pypi.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/pypi.ts";

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new pypi.Hosted("pypi-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("pypi", "hosted") {}

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new pypi.Proxy("pypi-proxy", {
 *   proxy: { remoteUrl: upstreams.pypi },
 *   pypi: { indexPath: "simple" },
 * });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("pypi", "proxy") {}

/**
 * A group of PyPI repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new pypi.Hosted("pypi-hosted");
 * new pypi.Group("pypi-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("pypi", "group") {}
