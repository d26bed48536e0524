/** Apt repositories: packages for Debian and Ubuntu. */
import type { HostedArgs, ProxyArgs } from "../arguments/apt.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/apt.ts";

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
export class Hosted extends recipe<HostedArgs>("apt", "hosted") {}

/**
 * A proxy of another repository. Packages are downloaded on the first request and cached.
 *
 * ```ts
 * new apt.Proxy("apt-debian", { apt: { distribution: "bookworm" }, proxy: { remoteUrl: upstreams.debian } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("apt", "proxy") {}
