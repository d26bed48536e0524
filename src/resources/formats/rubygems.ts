/** RubyGems repositories: gems for Ruby. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/rubygems.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/rubygems.ts";

/**
 * A hosted repository for gems.
 *
 * ```ts
 * const hosted = new rubygems.Hosted("rubygems-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("rubygems", "hosted") {}

/**
 * A proxy of another registry. Gems are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new rubygems.Proxy("rubygems-proxy", { proxy: { remoteUrl: upstreams.rubygems } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("rubygems", "proxy") {}

/**
 * A group of RubyGems repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new rubygems.Hosted("rubygems-hosted");
 * new rubygems.Group("rubygems-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("rubygems", "group") {}
