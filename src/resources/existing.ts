import type * as pulumi from "@pulumi/pulumi";
import type { Existing } from "../estate/estate.ts";
import { getRegistry } from "./resource-registry.ts";

interface ProviderOption {
  /** The Nexus of the object. Default: the stack's own. */
  provider?: pulumi.ProviderResource;
}

function addExisting({ provider, ...existing }: Existing & ProviderOption): string {
  getRegistry(provider).addExisting(existing);
  return existing.name;
}

/**
 * Refers to objects that exist in Nexus but are not declared in this program. Each function returns the name for use in
 * a reference. Every other name that a program refers to must be declared or built into Nexus; validation rejects it
 * otherwise. A preview warns of objects that Nexus does not have.
 *
 * ```ts
 * const legacy = existing.repository("legacy", { format: "raw", type: "hosted" });
 * new raw.Group("all", { group: { memberNames: [files.name, legacy] } });
 * ```
 */
export const existing = {
  /** `format` is Nexus's name of the format: `docker`, `maven2`, ... The automatic privileges of the repository exist too. */
  repository: (name: string, options: { format: string; type: "hosted" | "proxy" | "group" } & ProviderOption) =>
    addExisting({ family: "repository", name, ...options }),
  blobStore: (name: string, options: ProviderOption = {}) => addExisting({ family: "blob store", name, ...options }),
  /** `format` is Nexus's name of the format, `*` for all formats. */
  cleanupPolicy: (name: string, options: { format: string } & ProviderOption) =>
    addExisting({ family: "cleanup policy", name, ...options }),
  privilege: (name: string, options: ProviderOption = {}) => addExisting({ family: "privilege", name, ...options }),
  role: (roleId: string, options: ProviderOption = {}) => addExisting({ family: "role", name: roleId, ...options }),
  user: (userId: string, options: ProviderOption = {}) => addExisting({ family: "user", name: userId, ...options }),
  contentSelector: (name: string, options: ProviderOption = {}) =>
    addExisting({ family: "content selector", name, ...options }),
  ldapServer: (name: string, options: ProviderOption = {}) => addExisting({ family: "LDAP server", name, ...options }),
  script: (name: string, options: ProviderOption = {}) => addExisting({ family: "script", name, ...options }),
  routingRule: (name: string, options: ProviderOption = {}) =>
    addExisting({ family: "routing rule", name, ...options }),
};
