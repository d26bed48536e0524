/** Conan repositories: packages for C and C++. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/conan.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/conan.ts";

/**
 * A hosted repository for packages.
 *
 * ```ts
 * const hosted = new conan.Hosted("conan-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("conan", "hosted") {}

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new conan.Proxy("conan-proxy", { proxy: { remoteUrl: upstreams.conan } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("conan", "proxy") {}

/**
 * A group of Conan repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new conan.Hosted("conan-hosted");
 * new conan.Group("conan-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("conan", "group") {}
