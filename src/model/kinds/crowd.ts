import { z } from "zod";
import { secret } from "../field-metadata.ts";
import { defineKind, proOnly } from "../kind.ts";

/** The connection to an Atlassian Crowd server, for its users and groups. */
export const crowd = defineKind({
  name: "crowd",
  token: "nexus:Crowd",
  noun: "Atlassian Crowd",
  family: "Crowd",
  setting: true,
  schema: z.strictObject({
    /** Enables the connection. */
    enabled: z.boolean(),
    /** Activates the realm `Crowd`. If `Realms` is declared, both must agree. */
    realmActive: z.boolean(),
    /** The URL of the Crowd server. */
    url: z.string().min(1),
    /** Also trusts the certificates in Nexus's trust store. */
    useTrustStoreForUrl: z.boolean().optional(),
    /** The name of Nexus as an application in Crowd. */
    applicationName: z.string().min(1),
    /** The password of that application. Write-only: Nexus never returns it. */
    applicationPassword: secret({ isStored: () => true }),
    /** The timeout of requests, in seconds; 1 to 3600. */
    timeout: z.int().min(1).max(3600).optional(),
  }),
  requires: proOnly,
  endpoints: {
    list: "/v1/security/atlassian-crowd",
    create: "PUT /v1/security/atlassian-crowd",
    update: "PUT /v1/security/atlassian-crowd",
  },
});
