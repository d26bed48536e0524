/** Ansible Galaxy repositories: collections and roles for Ansible. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"ansiblegalaxy", "hosted">;

/**
 * A hosted repository for collections.
 *
 * ```ts
 * const hosted = new ansiblegalaxy.Hosted("ansiblegalaxy-hosted");
 * ```
 */
export class Hosted extends recipe("ansiblegalaxy", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"ansiblegalaxy", "proxy">;

/**
 * A proxy of another registry. Collections are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new ansiblegalaxy.Proxy("ansiblegalaxy-proxy", { proxy: { remoteUrl: upstreams.ansible } });
 * ```
 */
export class Proxy extends recipe("ansiblegalaxy", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"ansiblegalaxy", "group">;

/**
 * A group of Ansible Galaxy repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new ansiblegalaxy.Hosted("ansiblegalaxy-hosted");
 * new ansiblegalaxy.Group("ansiblegalaxy-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("ansiblegalaxy", "group") {}
