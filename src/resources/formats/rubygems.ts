/** RubyGems repositories: gems for Ruby. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"rubygems", "hosted">;

/**
 * A hosted repository for gems.
 *
 * ```ts
 * const hosted = new rubygems.Hosted("rubygems-hosted");
 * ```
 */
export class Hosted extends recipe("rubygems", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"rubygems", "proxy">;

/**
 * A proxy of another registry. Gems are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new rubygems.Proxy("rubygems-proxy", { proxy: { remoteUrl: upstreams.rubygems } });
 * ```
 */
export class Proxy extends recipe("rubygems", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"rubygems", "group">;

/**
 * A group of RubyGems repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new rubygems.Hosted("rubygems-hosted");
 * new rubygems.Group("rubygems-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("rubygems", "group") {}
