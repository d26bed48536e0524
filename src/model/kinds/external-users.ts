import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { type Family, fieldMetadata, referenceTo, unorderedList } from "../field-metadata.ts";
import { defineKind, type Kind, proOnly, type Requirements } from "../kind.ts";

/** An external source of users. */
interface Source {
  family: Family;
  /** The family that must be created before users of the source can be found. */
  createdAfter: Family;
  requires: Requirements;
}

const sources = {
  LDAP: { family: "LDAP user", createdAfter: "LDAP server", requires: { notIn: ["CORE"] } },
  SAML: { family: "SAML user", createdAfter: "SAML", requires: proOnly },
  Crowd: { family: "Crowd user", createdAfter: "Crowd", requires: proOnly },
} as const satisfies Record<string, Source>;

export type UserSource = keyof typeof sources;

const schema = z.strictObject({
  /** The user id in the source. Default: the resource's name. */
  userId: z.string().min(1).register(fieldMetadata, { identity: true }),
  /** The ids of roles, at least one, in addition to the roles of the user's groups. The order has no meaning. */
  roles: unorderedList(referenceTo("role"))
    .min(1, "must be at least one role")
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
      // The filter is not exact, so the response is searched for the id.
      item: `/v1/security/users?userId={userId}&source=${source}`,
      create: "PUT /v1/security/users/{userId}",
      update: "PUT /v1/security/users/{userId}",
      remove: "PUT /v1/security/users/{userId}",
    },
    // Nexus returns these users as read-only and accepts changes of their roles only. Roles of the source's groups are external roles.
    fromNexus: (live) => {
      const { externalRoles: _external, readOnly: _readOnly, ...fields } = live as Fields;
      return fields;
    },
    toNexus: (fields) => ({ ...fields, source }),
    // DELETE works for local users only (400 `Non-local user cannot be deleted.`).
    deleteBody: (fields) => ({ ...fields, source, roles: [] }),
  });
}

/** The kinds of external users, one for each source: `externalUserKinds.LDAP`. */
export const externalUserKinds = Object.fromEntries(
  Object.keys(sources).map((source) => [source, externalUser(source as UserSource)]),
) as Record<UserSource, Kind<ExternalUserSchema>>;
