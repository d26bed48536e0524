/** Swift repositories: packages for Swift. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Packages that are published here.
 *
 * ```ts
 * const hosted = new swift.Hosted("swift-hosted");
 * ```
 */
export class Hosted extends recipe("swift", "hosted") {}

/**
 * Packages of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new swift.Proxy("swift-proxy", { proxy: { remoteUrl: upstreams.swift } });
 * ```
 */
export class Proxy extends recipe("swift", "proxy") {}

/**
 * Several Swift repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new swift.Hosted("swift-hosted");
 * new swift.Group("swift-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("swift", "group") {}
