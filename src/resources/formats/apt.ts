/** Apt repositories: packages for Debian and Ubuntu. */
import { recipe } from "../repository.ts";

/**
 * Packages that are uploaded here, their metadata signed.
 *
 * ```ts
 * new apt.Hosted("apt-hosted", {
 *   apt: { distribution: "bookworm" },
 *   aptSigning: { keypair: config.requireSecret("aptKey"), passphrase: config.requireSecret("aptPassphrase") },
 * });
 * ```
 */
export class Hosted extends recipe("apt", "hosted") {}

/**
 * Packages of another repository, fetched when asked for and kept.
 *
 * ```ts
 * new apt.Proxy("apt-debian", { apt: { distribution: "bookworm" }, proxy: { remoteUrl: upstreams.debian } });
 * ```
 */
export class Proxy extends recipe("apt", "proxy") {}
