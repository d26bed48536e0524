/** npm repositories: packages for Node.js and browsers. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"npm", "hosted">;

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new npm.Hosted("npm-hosted");
 * ```
 */
export class Hosted extends recipe("npm", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"npm", "proxy">;

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new npm.Proxy("npm-proxy", { proxy: { remoteUrl: upstreams.npm } });
 * ```
 */
export class Proxy extends recipe("npm", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"npm", "group">;

/**
 * A group of npm repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new npm.Hosted("npm-hosted");
 * new npm.Group("npm-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("npm", "group") {}
