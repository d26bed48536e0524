import { z } from "zod";
import { secret } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { pro } from "./sign-on.ts";

/** Users and groups of an Atlassian Crowd. */
export const crowd = defineKind({
  name: "crowd",
  token: "nexus:Crowd",
  noun: "Atlassian Crowd",
  family: "Crowd",
  setting: true,
  schema: z.strictObject({
    /** Whether Nexus asks it at all. */
    enabled: z.boolean(),
    /** Whether the realm `Crowd` is active; where `Realms` are declared, say the same there. */
    realmActive: z.boolean(),
    /** Where Crowd is. */
    url: z.string().min(1),
    /** Trusts the certificates of Nexus's own trust store too. */
    useTrustStoreForUrl: z.boolean().optional(),
    /** What Nexus is called in Crowd. */
    applicationName: z.string().min(1),
    /** Nexus takes it and never shows it again. */
    applicationPassword: secret(),
    /** Seconds, 1 to 3600, until Nexus gives up on an answer. */
    timeout: z.int().min(1).max(3600).optional(),
  }),
  requires: pro,
  endpoints: {
    list: "/v1/security/atlassian-crowd",
    create: "PUT /v1/security/atlassian-crowd",
    update: "PUT /v1/security/atlassian-crowd",
  },
});
