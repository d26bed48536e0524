import { z } from "zod";
import { fieldMetadata } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { authorizingRealm, realmId } from "../realms.ts";

/** The active realms, in the order in which Nexus searches them for users and tokens. */
export const realms = defineKind({
  name: "realms",
  token: "nexus:Realms",
  noun: "realms",
  family: "realms",
  setting: true,
  schema: z.strictObject({
    /**
     * The ids of the active realms, in the order of search: `NexusAuthenticatingRealm`, `DockerToken`, `OciBearerToken`,
     * `NpmToken`, `LdapRealm`, ... `NexusAuthorizingRealm` is always active and refused in this list.
     */
    active: z
      .array(
        realmId().refine((realm) => realm !== authorizingRealm, {
          message: "must not be NexusAuthorizingRealm, which is always active and which Nexus refuses in this list",
        }),
      )
      .min(1, "must not be empty: an empty list locks all users out of Nexus permanently")
      .refine((realms) => new Set(realms).size === realms.length, { message: "contains a realm twice" })
      .register(fieldMetadata, { realm: true }),
  }),
  endpoints: {
    list: "/v1/security/realms/active",
    create: "PUT /v1/security/realms/active",
    update: "PUT /v1/security/realms/active",
  },
  fromNexus: (active) => ({ active }),
  toNexus: ({ active }) => active ?? [],
});
