import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { fieldMetadata, referenceTo, unorderedList, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { nexusId } from "../names.ts";

/** A role: privileges and other roles under one name, given to users. */
export const role = defineKind({
  name: "role",
  token: "nexus:Role",
  noun: "role",
  family: "role",
  schema: z.strictObject({
    /**
     * The role's id, which Nexus calls `id` (a name that Pulumi keeps for itself). Case matters. An id that is the name
     * of a group in LDAP, SAML or Crowd gives that group the role. Default: the resource's own name.
     */
    roleId: nexusId().register(fieldMetadata, { identity: true }),
    /** What people see. Default at creation: the id. */
    name: withCreateDefault(z.string().min(1), ({ roleId }) => roleId ?? null),
    /** At most 400 characters. Default at creation: the id. */
    description: withCreateDefault(
      z.string().max(400, "Nexus takes at most 400 characters"),
      ({ roleId }) => roleId ?? null,
    ),
    /** Names of privileges: declared ones, built-in ones (`nx-...`), and those every repository brings. Order means nothing. */
    privileges: withCreateDefault(unorderedList(referenceTo("privilege")), []),
    /** Ids of roles that this one contains. Order means nothing; neither itself nor a circle. */
    roles: withCreateDefault(unorderedList(referenceTo("role")), []),
  }),
  endpoints: {
    list: "/v1/security/roles",
    one: "/v1/security/roles/{roleId}",
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
