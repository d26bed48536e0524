import { z } from "zod";
import { fieldMetadata, requiredBlock, secret, unorderedList, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

/** Nexus wants every field of it, also where there is nothing to say. */
const authInfo = z.strictObject({
  /** Whether the proxy wants to know who comes. */
  enabled: z.boolean().register(fieldMetadata, { createDefault: false }),
  /** The user. */
  username: withCreateDefault(z.string(), ""),
  /** Nexus takes it and never shows it again. */
  password: withCreateDefault(secret(), ""),
  /** The host that NTLM is told. */
  ntlmHost: withCreateDefault(z.string(), ""),
  /** The domain that NTLM is told. */
  ntlmDomain: withCreateDefault(z.string(), ""),
});

const proxy = z.strictObject({
  /** Whether requests go through it. */
  enabled: z.boolean().register(fieldMetadata, { createDefault: false }),
  /** Where the proxy is. */
  host: z.string().min(1),
  /** Its port, a text. */
  port: z.string().regex(/^[1-9]\d{0,4}$/, "must be a port, as a text"),
  /** Credentials for it. */
  authInfo: requiredBlock(authInfo),
});

/** How Nexus itself goes out: by which proxies, how long it waits. Deleting the resource resets all of it. */
export const http = defineKind({
  name: "http",
  token: "nexus:HttpSettings",
  noun: "HTTP settings",
  family: "HTTP settings",
  setting: true,
  requires: { since: "3.74.0", notIn: ["CORE"] },
  schema: z.strictObject({
    /** What is added to the User-Agent header. */
    userAgent: withCreateDefault(z.string(), null),
    /** Seconds to wait for an answer, 1 to 3600. Nexus's own default: 20. */
    timeout: withCreateDefault(z.int().min(1).max(3600), 20),
    /** Attempts after the first, 0 to 10. Nexus's own default: 2. */
    retries: withCreateDefault(z.int().min(0).max(10), 2),
    /** Hosts that are asked without a proxy, `*` for any text: `*.company.example`. Order means nothing. */
    nonProxyHosts: unorderedList(z.string().min(1)).optional(),
    /** The proxy for http. */
    httpProxy: requiredBlock(proxy),
    /** The proxy for https. */
    httpsProxy: requiredBlock(proxy),
  }),
  endpoints: {
    list: "/v1/http",
    create: "PUT /v1/http",
    update: "PUT /v1/http",
    remove: "DELETE /v1/http",
  },
});
