/** Conan repositories: packages for C and C++. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Packages that are published here.
 *
 * ```ts
 * const hosted = new conan.Hosted("conan-hosted");
 * ```
 */
export class Hosted extends recipe("conan", "hosted") {}

/**
 * Packages of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new conan.Proxy("conan-proxy", { proxy: { remoteUrl: upstreams.conan } });
 * ```
 */
export class Proxy extends recipe("conan", "proxy") {}

/**
 * Several Conan repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new conan.Hosted("conan-hosted");
 * new conan.Group("conan-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("conan", "group") {}
