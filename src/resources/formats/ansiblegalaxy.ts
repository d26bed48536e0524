/** Ansible Galaxy repositories: collections and roles for Ansible. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Collections that are published here.
 *
 * ```ts
 * const hosted = new ansiblegalaxy.Hosted("ansiblegalaxy-hosted");
 * ```
 */
export class Hosted extends recipe("ansiblegalaxy", "hosted") {}

/**
 * Collections of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new ansiblegalaxy.Proxy("ansiblegalaxy-proxy", { proxy: { remoteUrl: upstreams.ansible } });
 * ```
 */
export class Proxy extends recipe("ansiblegalaxy", "proxy") {}

/**
 * Several Ansible Galaxy repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new ansiblegalaxy.Hosted("ansiblegalaxy-hosted");
 * new ansiblegalaxy.Group("ansiblegalaxy-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("ansiblegalaxy", "group") {}
