import { z } from "zod";
import { referenceTo, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { authorizingRealm, realmId } from "../realms.ts";

/** Anonymous access: requests without credentials have the permissions of a user. */
export const anonymousAccess = defineKind({
  name: "anonymous-access",
  token: "nexus:AnonymousAccess",
  noun: "anonymous access",
  family: "anonymous access",
  setting: true,
  schema: z.strictObject({
    /** Allows requests without credentials. */
    enabled: z.boolean(),
    /** The user whose roles anonymous requests have. Default on creation: `anonymous`. */
    userId: withCreateDefault(referenceTo("user"), "anonymous"),
    /** The realm that has the user. Default on creation: `NexusAuthorizingRealm`. */
    realmName: withCreateDefault(realmId(), authorizingRealm),
  }),
  endpoints: {
    list: "/v1/security/anonymous",
    create: "PUT /v1/security/anonymous",
    update: "PUT /v1/security/anonymous",
  },
});
