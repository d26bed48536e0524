import { z } from "zod";
import { defineKind } from "../kind.ts";

/** Where Nexus looks for users and tokens, in order. */
export const realms = defineKind({
  name: "realms",
  token: "nexus:Realms",
  noun: "realms",
  family: "realms",
  setting: true,
  schema: z.strictObject({
    /**
     * Ids of realms, first asked first: `NexusAuthenticatingRealm`, `DockerToken`, `NpmToken`, `LdapRealm`, ...
     * `NexusAuthorizingRealm` is always on and not among them: Nexus refuses it here.
     */
    active: z
      .array(
        z.string().refine((realm) => realm !== "NexusAuthorizingRealm", {
          message: "NexusAuthorizingRealm is always on; Nexus refuses it in this list",
        }),
      )
      .min(1, "an empty list locks everyone out of Nexus, for good")
      .refine((realms) => new Set(realms).size === realms.length, { message: "names a realm twice" }),
  }),
  endpoints: {
    list: "/v1/security/realms/active",
    create: "PUT /v1/security/realms/active",
    update: "PUT /v1/security/realms/active",
  },
  fromNexus: (active) => ({ active }),
  toNexus: ({ active }) => active ?? [],
});
