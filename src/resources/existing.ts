import type * as pulumi from "@pulumi/pulumi";
import type { Existing } from "../estate/estate.ts";
import { getRegistry } from "./resource-registry.ts";

interface In {
  /** The Nexus it is in, where it is not the stack's own. */
  provider?: pulumi.ProviderResource;
}

function exists({ provider, ...existing }: Existing & In): string {
  getRegistry(provider).addExisting(existing);
  return existing.name;
}

/**
 * What is in Nexus and is not declared here, for references to it: each gives back the name. Everything else that a
 * program names must be declared, or is taken for a mistake.
 *
 * ```ts
 * new raw.Group("all", { group: { memberNames: [files.name, existing.repository("legacy", { format: "raw", type: "hosted" })] } });
 * ```
 */
export const existing = {
  /** The format in Nexus's words: `docker`, `maven2`, ... Its automatic privileges exist with it. */
  repository: (name: string, facts: { format: string; type: "hosted" | "proxy" | "group" } & In) =>
    exists({ family: "repository", name, ...facts }),
  blobStore: (name: string, options: In = {}) => exists({ family: "blob store", name, ...options }),
  /** The format in Nexus's words, `*` for all. */
  cleanupPolicy: (name: string, facts: { format: string } & In) => exists({ family: "cleanup policy", name, ...facts }),
  privilege: (name: string, options: In = {}) => exists({ family: "privilege", name, ...options }),
  role: (roleId: string, options: In = {}) => exists({ family: "role", name: roleId, ...options }),
  user: (userId: string, options: In = {}) => exists({ family: "user", name: userId, ...options }),
  contentSelector: (name: string, options: In = {}) => exists({ family: "content selector", name, ...options }),
  ldapServer: (name: string, options: In = {}) => exists({ family: "LDAP server", name, ...options }),
  script: (name: string, options: In = {}) => exists({ family: "script", name, ...options }),
  routingRule: (name: string, options: In = {}) => exists({ family: "routing rule", name, ...options }),
};
