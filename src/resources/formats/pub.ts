/** pub repositories: packages for Dart and Flutter. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Packages that are published here.
 *
 * ```ts
 * const hosted = new pub.Hosted("pub-hosted");
 * ```
 */
export class Hosted extends recipe("pub", "hosted") {}

/**
 * Packages of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new pub.Proxy("pub-proxy", { proxy: { remoteUrl: upstreams.pub } });
 * ```
 */
export class Proxy extends recipe("pub", "proxy") {}

/**
 * Several pub repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new pub.Hosted("pub-hosted");
 * new pub.Group("pub-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("pub", "group") {}
