import { z } from "zod";
import { nameOf, optional } from "../field-metadata.ts";
import { kind } from "../kind.ts";

/** Whether, and as which user, one may come without credentials. */
export const anonymousAccess = kind({
  name: "anonymous-access",
  token: "nexus:AnonymousAccess",
  noun: "anonymous access",
  family: "anonymous access",
  setting: true,
  schema: z.strictObject({
    /** Whether one may. */
    enabled: z.boolean(),
    /** Whose roles count. Nexus's own default: `anonymous`. */
    userId: optional(nameOf("user"), "anonymous"),
    /** Nexus's own default: `NexusAuthorizingRealm`. */
    realmName: optional(z.string().min(1), "NexusAuthorizingRealm"),
  }),
  endpoints: {
    list: "/v1/security/anonymous",
    create: "PUT /v1/security/anonymous",
    update: "PUT /v1/security/anonymous",
  },
});
