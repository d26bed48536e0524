/** Composer repositories: packages for PHP. Not in the Core edition. */
import { recipe } from "../repository.ts";

/**
 * A proxy of another registry. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * new composer.Proxy("composer-proxy", { proxy: { remoteUrl: upstreams.packagist } });
 * ```
 */
export class Proxy extends recipe("composer", "proxy") {}
