import { z } from "zod";
import { fieldMetadata } from "../field-metadata.ts";
import { defineKind, proOnly } from "../kind.ts";
import { documentedIn374 } from "../support.ts";

/** The settings of user tokens, with which users authenticate instead of their passwords. */
export const userTokens = defineKind({
  name: "user-tokens",
  token: "nexus:UserTokens",
  noun: "user tokens",
  family: "user tokens",
  setting: true,
  schema: z.strictObject({
    /** Enables user tokens. Nexus's default: false. */
    enabled: z.boolean().optional(),
    /** Requires user tokens for repository content: passwords are refused there. */
    protectContent: z.boolean().optional(),
    /** Lets tokens expire. Release 3.74 or later. */
    expirationEnabled: z.boolean().optional().register(fieldMetadata, { since: documentedIn374 }),
    /** The lifetime of tokens, in days; 1 to 999. Release 3.74 or later. */
    expirationDays: z.int().min(1).max(999).optional().register(fieldMetadata, { since: documentedIn374 }),
  }),
  requires: proOnly,
  // Nexus's DELETE invalidates the tokens of all users and keeps the settings, so it is not a `remove` endpoint.
  endpoints: {
    list: "/v1/security/user-tokens",
    create: "PUT /v1/security/user-tokens",
    update: "PUT /v1/security/user-tokens",
  },
});
