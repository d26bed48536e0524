import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { fieldMetadata, referenceTo, unorderedList, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { nexusId } from "../names.ts";

/** A role: a set of privileges and other roles, granted to users. */
export const role = defineKind({
  name: "role",
  token: "nexus:Role",
  noun: "role",
  family: "role",
  schema: z.strictObject({
    /**
     * The id of the role, case-sensitive. (Nexus's own name is `id`, which Pulumi reserves.) A role whose id is the name of a
     * group in LDAP, SAML or Crowd is granted to the members of that group. Default: the resource's name.
     */
    roleId: nexusId().register(fieldMetadata, { identity: true }),
    /** The display name. Default on creation: the id. */
    name: withCreateDefault(z.string().min(1), ({ roleId }) => roleId ?? null),
    /** A description, at most 400 characters. Default on creation: the id. */
    description: withCreateDefault(
      z.string().max(400, "must have at most 400 characters"),
      ({ roleId }) => roleId ?? null,
    ),
    /** The names of privileges: declared ones, built-in ones (`nx-...`) and those that Nexus creates with a repository. The order has no meaning. */
    privileges: withCreateDefault(unorderedList(referenceTo("privilege")), []),
    /** The ids of roles that this role contains, without cycles. The order has no meaning. */
    roles: withCreateDefault(unorderedList(referenceTo("role")), []),
  }),
  endpoints: {
    // Without a source, the groups of LDAP and Crowd are listed as roles, too.
    list: "/v1/security/roles?source=default",
    item: "/v1/security/roles/{roleId}",
    create: "POST /v1/security/roles",
    update: "PUT /v1/security/roles/{roleId}",
    remove: "DELETE /v1/security/roles/{roleId}",
  },
  fromNexus: (live) => {
    const { id, ...rest } = live as Fields;
    return { ...rest, roleId: id };
  },
  toNexus: ({ roleId, source: _source, readOnly: _readOnly, ...rest }) => ({ id: roleId, ...rest }),
});
