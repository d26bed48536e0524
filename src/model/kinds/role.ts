import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { facts, nameOf, optional, setOf } from "../field-metadata.ts";
import { kind } from "../kind.ts";
import { id } from "../names.ts";

/** A role: privileges and other roles under one name, given to users. */
export const role = kind({
  name: "role",
  token: "nexus:Role",
  noun: "role",
  family: "role",
  schema: z.strictObject({
    /**
     * The role's id, which Nexus calls `id` (a name that Pulumi keeps for itself). Case matters. An id that is the name
     * of a group in LDAP, SAML or Crowd gives that group the role. Default: the resource's own name.
     */
    roleId: id().register(facts, { identity: true }),
    /** What people see. Default at creation: the id. */
    name: optional(z.string().min(1), ({ roleId }) => roleId ?? null),
    /** At most 400 characters. Default at creation: the id. */
    description: optional(z.string().max(400, "Nexus takes at most 400 characters"), ({ roleId }) => roleId ?? null),
    /** Names of privileges: declared ones, built-in ones (`nx-...`), and those every repository brings. Order means nothing. */
    privileges: optional(setOf(nameOf("privilege")), []),
    /** Ids of roles that this one contains. Order means nothing; neither itself nor a circle. */
    roles: optional(setOf(nameOf("role")), []),
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
