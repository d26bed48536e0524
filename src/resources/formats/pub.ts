/** pub repositories: packages for Dart and Flutter. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/pub.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/pub.ts";

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new pub.Hosted("pub-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("pub", "hosted") {}

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new pub.Proxy("pub-proxy", { proxy: { remoteUrl: upstreams.pub } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("pub", "proxy") {}

/**
 * A group of pub repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new pub.Hosted("pub-hosted");
 * new pub.Group("pub-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("pub", "group") {}
