/** Raw repositories: files of any kind, by path. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/raw.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/raw.ts";

/**
 * A hosted repository for files.
 *
 * ```ts
 * const files = new raw.Hosted("raw-hosted", { storage: { writePolicy: "ALLOW_ONCE" } });
 * ```
 */
export class Hosted extends recipe<HostedArgs>("raw", "hosted") {}

/**
 * A proxy of a web server. Files are downloaded on the first request and cached.
 *
 * ```ts
 * const mirror = new raw.Proxy("raw-mirror", { proxy: { remoteUrl: upstreams.files } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("raw", "proxy") {}

/**
 * A group of raw repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * new raw.Group("raw-group", { group: { memberNames: [files.name, mirror.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("raw", "group") {}
