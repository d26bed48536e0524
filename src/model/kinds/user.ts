import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { emailAddress } from "../email-address.ts";
import { fieldMetadata, referenceTo, secret, unorderedList, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { nexusId } from "../names.ts";

/** Builds the e-mail address of a user without one: valid for Nexus, and undeliverable. */
function placeholderAddress({ userId }: Fields): string {
  return `${String(userId).replace(/[^\w.-]+/g, "-")}@localhost`;
}

/** A local user. */
export const user = defineKind({
  name: "user",
  token: "nexus:User",
  noun: "user",
  family: "user",
  schema: z.strictObject({
    /** The user name for logins, case-sensitive. Default: the resource's name. */
    userId: nexusId()
      .regex(
        /^[^:]*$/,
        "must not contain a colon, which ends the user name in HTTP Basic authentication: the user could not log in",
      )
      .register(fieldMetadata, { identity: true }),
    /** The first name. Default on creation: the user id. */
    firstName: withCreateDefault(z.string().min(1), ({ userId }) => userId ?? null),
    /** The last name. Default on creation: the user id. */
    lastName: withCreateDefault(z.string().min(1), ({ userId }) => userId ?? null),
    /** The e-mail address. Default on creation: USERID@localhost, which is undeliverable. */
    emailAddress: withCreateDefault(emailAddress(), placeholderAddress),
    /** The status; a user with `changepassword` can log in like an `active` user. Default on creation: `active`. */
    status: withCreateDefault(z.enum(["active", "locked", "disabled", "changepassword"]), "active", {
      ignoreCase: true,
    }),
    /** The ids of the roles, at least one. The order has no meaning. */
    roles: unorderedList(referenceTo("role"))
      .min(1, "must be at least one role")
      .register(fieldMetadata, { unordered: true }),
    /**
     * The password. Nexus never returns it; a refresh detects a changed password by trying to log in. Default: a generated
     * password, which is a secret output `password` of the resource.
     */
    password: secret().optional(),
    /**
     * Does not manage the password, if no `password` is declared: an existing user keeps their password; a new user gets a
     * generated one that they can change. Default: false.
     */
    keepPassword: z.boolean().optional().register(fieldMetadata, { control: true }),
    /** A text whose change generates a new password, if the password is generated. Default: the stack's `nexus:rotation`. */
    rotation: z.string().optional().register(fieldMetadata, { control: true }),
  }),
  endpoints: {
    list: "/v1/security/users?source=default",
    // The filter is a prefix and ignores case, so the response is searched for the id.
    item: "/v1/security/users?userId={userId}&source=default",
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
  // A PUT without source is refused (400), and one with externalRoles grants them to the user permanently (3.71, 3.77).
  // A password in a PUT is ignored; another request changes it.
  toNexus: ({ externalRoles: _external, readOnly: _readOnly, password, ...fields }, purpose) =>
    purpose === "create" ? { ...fields, password } : { ...fields, source: "default" },
});
