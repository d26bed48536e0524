/** RubyGems repositories: gems for Ruby. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Gems that are published here.
 *
 * ```ts
 * const hosted = new rubygems.Hosted("rubygems-hosted");
 * ```
 */
export class Hosted extends recipe("rubygems", "hosted") {}

/**
 * Gems of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new rubygems.Proxy("rubygems-proxy", { proxy: { remoteUrl: upstreams.rubygems } });
 * ```
 */
export class Proxy extends recipe("rubygems", "proxy") {}

/**
 * Several RubyGems repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new rubygems.Hosted("rubygems-hosted");
 * new rubygems.Group("rubygems-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("rubygems", "group") {}
