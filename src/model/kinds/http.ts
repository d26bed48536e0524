import { z } from "zod";
import { fieldMetadata, requiredBlock, secret, unorderedList, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { documentedIn374 } from "../support.ts";

/** Nexus requires every field of this block, even without values. */
const authInfo = z.strictObject({
  /** Sends credentials to the proxy. */
  enabled: z.boolean().register(fieldMetadata, { createDefault: false }),
  /** The user name for the proxy. */
  username: withCreateDefault(z.string(), ""),
  /** The password for the proxy. Write-only: Nexus never returns it. An update that does not declare it keeps it. */
  password: withCreateDefault(secret({ placeholder: "returned" }), ""),
  /** The host name for NTLM. */
  ntlmHost: withCreateDefault(z.string(), ""),
  /** The domain for NTLM. */
  ntlmDomain: withCreateDefault(z.string(), ""),
});

const proxy = z
  .strictObject({
    /** Sends requests through the proxy. */
    enabled: z.boolean().register(fieldMetadata, { createDefault: false }),
    /** The host name of the proxy. Required if the proxy is enabled. */
    host: withCreateDefault(z.string(), ""),
    /** The port of the proxy, as a text: `"3128"`. Required if the proxy is enabled. */
    port: withCreateDefault(z.string().regex(/^(?:[1-9]\d{0,4})?$/, 'must be a port as a text, such as "3128"'), ""),
    /** The credentials for the proxy. */
    authInfo: requiredBlock(authInfo),
  })
  .superRefine((fields, context) => {
    if (!fields.enabled) return;
    for (const path of ["host", "port"] as const)
      if (!fields[path]) context.addIssue({ code: "custom", path: [path], message: "is required if enabled is true" });
  });

/** The HTTP settings of Nexus's outgoing requests: proxies, timeouts and retries. */
export const http = defineKind({
  name: "http",
  token: "nexus:HttpSettings",
  noun: "HTTP settings",
  family: "HTTP settings",
  setting: true,
  requires: { since: documentedIn374, notIn: ["CORE"] },
  schema: z.strictObject({
    /** A text that is appended to the User-Agent header. */
    userAgent: withCreateDefault(z.string(), null),
    /** The timeout of requests, in seconds; 1 to 3600. Default on creation: 20. */
    timeout: withCreateDefault(z.int().min(1).max(3600), 20),
    /** The number of retries; 0 to 10. Default on creation: 2. */
    retries: withCreateDefault(z.int().min(0).max(10), 2),
    /** Hosts that are requested without a proxy. `*` matches any text: `*.company.example`. The order has no meaning. */
    nonProxyHosts: unorderedList(z.string().min(1)).optional(),
    /** The proxy for http requests. */
    httpProxy: requiredBlock(proxy),
    /** The proxy for https requests. */
    httpsProxy: requiredBlock(proxy),
  }),
  endpoints: {
    list: "/v1/http",
    create: "PUT /v1/http",
    update: "PUT /v1/http",
    remove: "DELETE /v1/http",
  },
});
