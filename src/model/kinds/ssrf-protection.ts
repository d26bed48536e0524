import { z } from "zod";
import { unorderedList } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

/** The protection against requests to private addresses (server-side request forgery). */
export const ssrfProtection = defineKind({
  name: "ssrf-protection",
  token: "nexus:SsrfProtection",
  noun: "SSRF protection",
  family: "SSRF protection",
  setting: true,
  schema: z.strictObject({
    /** Refuses upstreams, webhooks and blob stores at private addresses. Nexus's default: true. */
    enabled: z.boolean(),
    /** Host names that are allowed although they are private. The order has no meaning. */
    allowedDomains: unorderedList(z.string().min(1)).optional(),
    /** IP addresses that are allowed although they are private. The order has no meaning. */
    allowedIPs: unorderedList(z.string().min(1)).optional(),
  }),
  requires: { since: "3.92.0" },
  endpoints: {
    list: "/v1/security/ssrf-protection",
    create: "PUT /v1/security/ssrf-protection",
    update: "PUT /v1/security/ssrf-protection",
  },
});
