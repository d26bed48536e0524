/** Yum repositories: packages for Red Hat, Rocky Linux, Fedora and others. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"yum", "hosted">;

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new yum.Hosted("yum-hosted", { yum: { repodataDepth: 1 } });
 * ```
 */
export class Hosted extends recipe("yum", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"yum", "proxy">;

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new yum.Proxy("yum-proxy", { proxy: { remoteUrl: upstreams.epel } });
 * ```
 */
export class Proxy extends recipe("yum", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"yum", "group">;

/**
 * A group of Yum repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new yum.Hosted("yum-hosted");
 * new yum.Group("yum-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("yum", "group") {}
