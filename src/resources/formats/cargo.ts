/** Cargo repositories: crates for Rust. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Crates that are published here.
 *
 * ```ts
 * const hosted = new cargo.Hosted("cargo-hosted");
 * ```
 */
export class Hosted extends recipe("cargo", "hosted") {}

/**
 * Crates of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new cargo.Proxy("cargo-proxy", { proxy: { remoteUrl: upstreams.crates } });
 * ```
 */
export class Proxy extends recipe("cargo", "proxy") {}

/**
 * Several Cargo repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new cargo.Hosted("cargo-hosted");
 * new cargo.Group("cargo-group", { group: { memberNames: [hosted.name] } });
 * ```
 */
export class Group extends recipe("cargo", "group") {}
