import { z } from "zod";
import { fieldMetadata } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { pro } from "./sign-on.ts";

/** Whether users may log in with tokens that stand for their passwords. */
export const userTokens = defineKind({
  name: "user-tokens",
  token: "nexus:UserTokens",
  noun: "user tokens",
  family: "user tokens",
  setting: true,
  schema: z.strictObject({
    /** Whether there are user tokens. Nexus's own default: false. */
    enabled: z.boolean().optional(),
    /** Whether repositories let users in by tokens alone. */
    protectContent: z.boolean().optional(),
    /** Whether tokens end. */
    expirationEnabled: z.boolean().optional().register(fieldMetadata, { since: "3.74.0" }),
    /** Days, 1 to 999, until they do. */
    expirationDays: z.int().min(1).max(999).optional().register(fieldMetadata, { since: "3.74.0" }),
  }),
  requires: pro,
  // There is a DELETE, which makes all tokens of all users void and is no removal: the settings stay.
  endpoints: {
    list: "/v1/security/user-tokens",
    create: "PUT /v1/security/user-tokens",
    update: "PUT /v1/security/user-tokens",
  },
});
