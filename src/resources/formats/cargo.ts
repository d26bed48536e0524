/** Cargo repositories: crates for Rust. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"cargo", "hosted">;

/**
 * A hosted repository for crates.
 *
 * ```ts
 * const hosted = new cargo.Hosted("cargo-hosted");
 * ```
 */
export class Hosted extends recipe("cargo", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"cargo", "proxy">;

/**
 * A proxy of another registry. Crates are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new cargo.Proxy("cargo-proxy", { proxy: { remoteUrl: upstreams.crates } });
 * ```
 */
export class Proxy extends recipe("cargo", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"cargo", "group">;

/**
 * A group of Cargo repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new cargo.Hosted("cargo-hosted");
 * new cargo.Group("cargo-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("cargo", "group") {}
