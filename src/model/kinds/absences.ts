import { z } from "zod";
import { type Family, fieldMetadata } from "../field-metadata.ts";
import { defineKind, type Kind } from "../kind.ts";
import { fileBlobStore } from "./blob-store/file.ts";
import { cleanupPolicy } from "./cleanup-policy.ts";
import { contentSelector } from "./content-selector.ts";
import { ldapServer } from "./ldap.ts";
import { privilegeKinds } from "./privileges.ts";
import { repositoryKinds } from "./repository/repository-kinds.ts";
import { role } from "./role.ts";
import { routingRule } from "./routing-rule.ts";
import { script } from "./script.ts";
import { user } from "./user.ts";

/**
 * Creates the kind of a declaration that Nexus has no object with a name. It reads the objects of a family as they are,
 * and its only field besides the name is `present`, which is declared false.
 *
 * @param representative - any kind of the family, for the endpoints
 * @param createdAfter - objects of this family can refer to the object: they are changed first
 */
function defineAbsence(token: string, representative: Kind, createdAfter?: Family): Kind {
  const { family, identity = "", identityIgnoresCase, endpoints } = representative;
  return defineKind({
    name: `absent-${family.toLowerCase().replaceAll(" ", "-")}`,
    token: `absent:${token}`,
    noun: `absent ${family}`,
    family,
    absenceOf: representative,
    schema: z.strictObject({
      [identity]: z.string().min(1).register(fieldMetadata, { identity: true }),
      present: z.boolean(),
    }),
    endpoints,
    ...(identityIgnoresCase && { identityIgnoresCase }),
    ...(createdAfter && { createdAfter }),
  });
}

/** The declarations of absent objects, by the function of `absent`. */
export const absenceKinds = {
  repository: defineAbsence("Repository", repositoryKinds.raw.hosted, "repository"),
  blobStore: defineAbsence("BlobStore", fileBlobStore, "repository"),
  cleanupPolicy: defineAbsence("CleanupPolicy", cleanupPolicy, "repository"),
  privilege: defineAbsence("Privilege", privilegeKinds["repository-admin"], "role"),
  role: defineAbsence("Role", role, "user"),
  user: defineAbsence("User", user),
  contentSelector: defineAbsence("ContentSelector", contentSelector, "privilege"),
  ldapServer: defineAbsence("LdapServer", ldapServer),
  script: defineAbsence("Script", script),
  routingRule: defineAbsence("RoutingRule", routingRule, "repository"),
} as const satisfies Record<string, Kind>;
