/** Composer repositories: packages for PHP. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"composer", "proxy">;

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * new composer.Proxy("composer-proxy", { proxy: { remoteUrl: upstreams.packagist } });
 * ```
 */
export class Proxy extends recipe("composer", "proxy") {}
