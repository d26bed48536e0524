import { z } from "zod";
import { referenceTo, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

/** Whether, and as which user, one may come without credentials. */
export const anonymousAccess = defineKind({
  name: "anonymous-access",
  token: "nexus:AnonymousAccess",
  noun: "anonymous access",
  family: "anonymous access",
  setting: true,
  schema: z.strictObject({
    /** Whether one may. */
    enabled: z.boolean(),
    /** Whose roles count. Nexus's own default: `anonymous`. */
    userId: withCreateDefault(referenceTo("user"), "anonymous"),
    /** Nexus's own default: `NexusAuthorizingRealm`. */
    realmName: withCreateDefault(z.string().min(1), "NexusAuthorizingRealm"),
  }),
  endpoints: {
    list: "/v1/security/anonymous",
    create: "PUT /v1/security/anonymous",
    update: "PUT /v1/security/anonymous",
  },
});
