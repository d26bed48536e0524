/** npm repositories: packages for Node.js and browsers. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/npm.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/npm.ts";

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new npm.Hosted("npm-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("npm", "hosted") {}

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new npm.Proxy("npm-proxy", { proxy: { remoteUrl: upstreams.npm } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("npm", "proxy") {}

/**
 * A group of npm repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new npm.Hosted("npm-hosted");
 * new npm.Group("npm-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("npm", "group") {}
