/** Apt repositories: packages for Debian and Ubuntu. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"apt", "hosted">;

/**
 * A hosted repository for packages. Its metadata is signed with your key.
 *
 * ```ts
 * new apt.Hosted("apt-hosted", {
 *   apt: { distribution: "bookworm" },
 *   aptSigning: { keypair: config.requireSecret("aptKey"), passphrase: config.requireSecret("aptPassphrase") },
 * });
 * ```
 */
export class Hosted extends recipe("apt", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"apt", "proxy">;

/**
 * A proxy of another repository. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * new apt.Proxy("apt-debian", { apt: { distribution: "bookworm" }, proxy: { remoteUrl: upstreams.debian } });
 * ```
 */
export class Proxy extends recipe("apt", "proxy") {}
