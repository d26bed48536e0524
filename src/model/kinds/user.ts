import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { fieldMetadata, referenceTo, secret, unorderedList, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { nexusId } from "../names.ts";

/** An address for users who were given none: well-formed for Nexus, and of no domain. */
function nobody({ userId }: Fields): string {
  return `${String(userId).replace(/[^\w.-]+/g, "-")}@localhost`;
}

/** A user of Nexus's own realm. */
export const user = defineKind({
  name: "user",
  token: "nexus:User",
  noun: "user",
  family: "user",
  schema: z.strictObject({
    /** What one logs in with. Case matters. Default: the resource's own name. */
    userId: nexusId()
      .regex(/^[^:]*$/, "must be without a colon: nobody could log in, as HTTP ends the name there")
      .register(fieldMetadata, { identity: true }),
    /** Default at creation: the user id. */
    firstName: withCreateDefault(z.string().min(1), ({ userId }) => userId ?? null),
    /** Default at creation: the user id. */
    lastName: withCreateDefault(z.string().min(1), ({ userId }) => userId ?? null),
    /** Default at creation: USERID@localhost, which goes nowhere. */
    emailAddress: withCreateDefault(
      z.email("must be an e-mail address").or(z.string().regex(/^[^\s@]+@localhost$/)),
      nobody,
    ),
    /** `changepassword` logs in as `active` does. Default at creation: `active`. */
    status: withCreateDefault(z.enum(["active", "locked", "disabled", "changepassword"]), "active", {
      ignoreCase: true,
    }),
    /** Ids of roles, at least one. Order means nothing. */
    roles: unorderedList(referenceTo("role"))
      .min(1, "Nexus demands at least one role")
      .register(fieldMetadata, { unordered: true }),
    /**
     * The password. Nexus never shows it: a refresh notices a changed one by trying to log in. Without it one is
     * generated, and kept as a secret in the output `password`.
     */
    password: secret().optional(),
    /**
     * Where no `password` is declared: leaves the password of a user who is there already as it is, now and later. Who
     * is not there gets a generated one, to change himself. Default: false.
     */
    keepPassword: z.boolean().optional().register(fieldMetadata, { control: true }),
    /** A new value makes a new password, where the password is generated. Default: the stack's `nexus:rotation`. */
    rotation: z.string().optional().register(fieldMetadata, { control: true }),
  }),
  endpoints: {
    list: "/v1/security/users?source=default",
    // The filter is a prefix, and ignores case: the answer is searched.
    one: "/v1/security/users?userId={userId}&source=default",
    create: "POST /v1/security/users",
    update: "PUT /v1/security/users/{userId}",
    remove: "DELETE /v1/security/users/{userId}",
  },
  login: {
    user: "userId",
    password: "password",
    keep: "keepPassword",
    change: "PUT /v1/security/users/{userId}/change-password",
  },
  // A PUT without source is refused (400), and one with externalRoles gives them to the user for good (3.71, 3.77).
  // A password in it is ignored: changing it is a request of its own.
  toNexus: ({ externalRoles: _external, readOnly: _readOnly, password, ...fields }, purpose) =>
    purpose === "create" ? { ...fields, password } : { ...fields, source: "default" },
});
