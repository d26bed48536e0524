import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { type Family, fieldMetadata, referenceTo, unorderedList } from "../field-metadata.ts";
import { defineKind, type Kind, type Requirements } from "../kind.ts";
import { pro } from "./sign-on.ts";

/** Each source of users beside Nexus's own. */
interface Source {
  family: Family;
  /** What must be declared before its users can be found. */
  createdAfter: Family;
  requires: Requirements;
}

const sources = {
  LDAP: { family: "LDAP user", createdAfter: "LDAP server", requires: { notIn: ["CORE"] } },
  SAML: { family: "SAML user", createdAfter: "SAML", requires: pro },
  Crowd: { family: "Crowd user", createdAfter: "Crowd", requires: pro },
} as const satisfies Record<string, Source>;

export type UserSource = keyof typeof sources;

const schema = z.strictObject({
  /** What the source calls the user. Default: the resource's own name. */
  userId: z.string().min(1).register(fieldMetadata, { identity: true }),
  /** Ids of roles, at least one, beside those that groups give. Order means nothing. */
  roles: unorderedList(referenceTo("role"))
    .min(1, "Nexus demands at least one role")
    .register(fieldMetadata, { unordered: true }),
});

export type ExternalUserSchema = typeof schema;

function externalUser(source: UserSource): Kind<ExternalUserSchema> {
  return defineKind({
    name: `external-user-${source.toLowerCase()}`,
    token: `externalUser:${source.charAt(0) + source.slice(1).toLowerCase()}`,
    noun: `${source} user`,
    schema,
    ...sources[source],
    externallyCreatedIn: source,
    endpoints: {
      list: `/v1/security/users?source=${source}`,
      // The filter is no exact one: the answer is searched.
      one: `/v1/security/users?userId={userId}&source=${source}`,
      create: "PUT /v1/security/users/{userId}",
      update: "PUT /v1/security/users/{userId}",
      remove: "PUT /v1/security/users/{userId}",
    },
    // Nexus calls such a user read-only, and takes the roles alone; those of the source's own groups are none of them.
    fromNexus: (live) => {
      const { externalRoles: _external, readOnly: _readOnly, ...fields } = live as Fields;
      return fields;
    },
    toNexus: (fields) => ({ ...fields, source }),
    // DELETE is for users whom Nexus keeps itself (400 `Non-local user cannot be deleted.`).
    deleteBody: (fields) => ({ ...fields, source, roles: [] }),
  });
}

/** One kind for each source: `externalUserKinds.LDAP`. */
export const externalUserKinds = Object.fromEntries(
  Object.keys(sources).map((source) => [source, externalUser(source as UserSource)]),
) as Record<UserSource, Kind<ExternalUserSchema>>;
