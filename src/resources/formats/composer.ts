/** Composer repositories: packages for PHP. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Packages of another registry, fetched when asked for and kept.
 *
 * ```ts
 * new composer.Proxy("composer-proxy", { proxy: { remoteUrl: upstreams.packagist } });
 * ```
 */
export class Proxy extends recipe("composer", "proxy") {}
