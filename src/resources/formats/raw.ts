/** Raw repositories: files of any kind, by path. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"raw", "hosted">;

/**
 * A hosted repository for files.
 *
 * ```ts
 * const files = new raw.Hosted("raw-hosted", { storage: { writePolicy: "ALLOW_ONCE" } });
 * ```
 */
export class Hosted extends recipe("raw", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"raw", "proxy">;

/**
 * A proxy of a web server. Files are downloaded on the first request and cached.
 *
 * ```ts
 * const mirror = new raw.Proxy("raw-mirror", { proxy: { remoteUrl: upstreams.files } });
 * ```
 */
export class Proxy extends recipe("raw", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"raw", "group">;

/**
 * A group of raw repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * new raw.Group("raw-group", { group: { memberNames: [files.name, mirror.name] } });
 * ```
 */
export class Group extends recipe("raw", "group") {}
