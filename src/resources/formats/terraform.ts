/** Terraform repositories: providers and modules for Terraform and OpenTofu. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/terraform.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/terraform.ts";

/**
 * A hosted repository for providers and modules.
 *
 * ```ts
 * const hosted = new terraform.Hosted("terraform-hosted", {
 *   terraformSigning: { keypair: config.requireSecret("terraformKey") },
 * });
 * ```
 */
export class Hosted extends recipe<HostedArgs>("terraform", "hosted") {}

/**
 * A proxy of another registry. Providers and modules are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new terraform.Proxy("terraform-proxy", { proxy: { remoteUrl: upstreams.terraform } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("terraform", "proxy") {}

/**
 * A group of Terraform repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const proxy = new terraform.Proxy("terraform-proxy", { proxy: { remoteUrl: upstreams.terraform } });
 * new terraform.Group("terraform-group", { group: { memberNames: [proxy.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("terraform", "group") {}
