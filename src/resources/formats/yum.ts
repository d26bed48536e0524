/** Yum repositories: packages for Red Hat, Rocky Linux, Fedora and others. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Packages that are published here.
 *
 * ```ts
 * const hosted = new yum.Hosted("yum-hosted", { yum: { repodataDepth: 1 } });
 * ```
 */
export class Hosted extends recipe("yum", "hosted") {}

/**
 * Packages of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new yum.Proxy("yum-proxy", { proxy: { remoteUrl: upstreams.epel } });
 * ```
 */
export class Proxy extends recipe("yum", "proxy") {}

/**
 * Several Yum repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new yum.Hosted("yum-hosted");
 * new yum.Group("yum-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("yum", "group") {}
