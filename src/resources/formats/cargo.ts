/** Cargo repositories: crates for Rust. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/cargo.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/cargo.ts";

/**
 * A hosted repository for crates.
 *
 * ```ts
 * const hosted = new cargo.Hosted("cargo-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("cargo", "hosted") {}

/**
 * A proxy of another registry. Crates are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new cargo.Proxy("cargo-proxy", { proxy: { remoteUrl: upstreams.crates } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("cargo", "proxy") {}

/**
 * A group of Cargo repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new cargo.Hosted("cargo-hosted");
 * new cargo.Group("cargo-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("cargo", "group") {}
