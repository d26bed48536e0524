/** Terraform repositories: providers and modules for Terraform and OpenTofu. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Providers and modules that are published here.
 *
 * ```ts
 * const hosted = new terraform.Hosted("terraform-hosted", {
 *   terraformSigning: { keypair: config.requireSecret("terraformKey") },
 * });
 * ```
 */
export class Hosted extends recipe("terraform", "hosted") {}

/**
 * Providers and modules of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new terraform.Proxy("terraform-proxy", { proxy: { remoteUrl: upstreams.terraform } });
 * ```
 */
export class Proxy extends recipe("terraform", "proxy") {}

/**
 * Several Terraform repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const proxy = new terraform.Proxy("terraform-proxy", { proxy: { remoteUrl: upstreams.terraform } });
 * new terraform.Group("terraform-group", { group: { memberNames: [proxy.name] } });
 * ```
 */
export class Group extends recipe("terraform", "group") {}
