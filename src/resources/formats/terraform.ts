/** Terraform repositories: providers and modules for Terraform and OpenTofu. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"terraform", "hosted">;

/**
 * A hosted repository for providers and modules.
 *
 * ```ts
 * const hosted = new terraform.Hosted("terraform-hosted", {
 *   terraformSigning: { keypair: config.requireSecret("terraformKey") },
 * });
 * ```
 */
export class Hosted extends recipe("terraform", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"terraform", "proxy">;

/**
 * A proxy of another registry. Providers and modules are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new terraform.Proxy("terraform-proxy", { proxy: { remoteUrl: upstreams.terraform } });
 * ```
 */
export class Proxy extends recipe("terraform", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"terraform", "group">;

/**
 * A group of Terraform repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const proxy = new terraform.Proxy("terraform-proxy", { proxy: { remoteUrl: upstreams.terraform } });
 * new terraform.Group("terraform-group", { group: { memberNames: [proxy.name] } });
 * ```
 */
export class Group extends recipe("terraform", "group") {}
