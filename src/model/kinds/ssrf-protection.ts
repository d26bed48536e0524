import { z } from "zod";
import { unorderedList } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

/** Whether Nexus refuses to be sent to addresses of its own network. */
export const ssrfProtection = defineKind({
  name: "ssrf-protection",
  token: "nexus:SsrfProtection",
  noun: "SSRF protection",
  family: "SSRF protection",
  setting: true,
  schema: z.strictObject({
    /** While it is on, Nexus refuses upstreams, webhooks and the like at private addresses. Nexus's own default: true. */
    enabled: z.boolean(),
    /** Host names that are allowed all the same. Order means nothing. */
    allowedDomains: unorderedList(z.string().min(1)).optional(),
    /** Addresses that are allowed all the same. Order means nothing. */
    allowedIPs: unorderedList(z.string().min(1)).optional(),
  }),
  requires: { since: "3.92.0" },
  endpoints: {
    list: "/v1/security/ssrf-protection",
    create: "PUT /v1/security/ssrf-protection",
    update: "PUT /v1/security/ssrf-protection",
  },
});
