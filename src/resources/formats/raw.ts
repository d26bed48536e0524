/** Raw repositories: files of any kind, by path. */
import { recipe } from "../repository.ts";

/**
 * Files that are uploaded here.
 *
 * ```ts
 * const files = new raw.Hosted("raw-hosted", { storage: { writePolicy: "ALLOW_ONCE" } });
 * ```
 */
export class Hosted extends recipe("raw", "hosted") {}

/**
 * Files of a web server, fetched when asked for and kept.
 *
 * ```ts
 * const mirror = new raw.Proxy("raw-mirror", { proxy: { remoteUrl: upstreams.files } });
 * ```
 */
export class Proxy extends recipe("raw", "proxy") {}

/**
 * Several raw repositories as one.
 *
 * ```ts
 * new raw.Group("raw-group", { group: { memberNames: [files.name, mirror.name] } });
 * ```
 */
export class Group extends recipe("raw", "group") {}
