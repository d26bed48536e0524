import { z } from "zod";
import { demanded, facts, optional, secret, setOf } from "../field-metadata.ts";
import { kind } from "../kind.ts";

/** Nexus wants every field of it, also where there is nothing to say. */
const authInfo = z.strictObject({
  /** Whether the proxy wants to know who comes. */
  enabled: z.boolean().register(facts, { atCreation: false }),
  /** The user. */
  username: optional(z.string(), ""),
  /** Nexus takes it and never shows it again. */
  password: optional(secret(), ""),
  /** The host that NTLM is told. */
  ntlmHost: optional(z.string(), ""),
  /** The domain that NTLM is told. */
  ntlmDomain: optional(z.string(), ""),
});

const proxy = z.strictObject({
  /** Whether requests go through it. */
  enabled: z.boolean().register(facts, { atCreation: false }),
  /** Where the proxy is. */
  host: z.string().min(1),
  /** Its port, a text. */
  port: z.string().regex(/^[1-9]\d{0,4}$/, "must be a port, as a text"),
  /** Credentials for it. */
  authInfo: demanded(authInfo),
});

/** How Nexus itself goes out: by which proxies, how long it waits. Deleting the resource resets all of it. */
export const http = kind({
  name: "http",
  token: "nexus:HttpSettings",
  noun: "HTTP settings",
  family: "HTTP settings",
  setting: true,
  needs: { since: "3.74.0", notIn: ["CORE"] },
  schema: z.strictObject({
    /** What is added to the User-Agent header. */
    userAgent: optional(z.string(), null),
    /** Seconds to wait for an answer, 1 to 3600. Nexus's own default: 20. */
    timeout: optional(z.int().min(1).max(3600), 20),
    /** Attempts after the first, 0 to 10. Nexus's own default: 2. */
    retries: optional(z.int().min(0).max(10), 2),
    /** Hosts that are asked without a proxy, `*` for any text: `*.company.example`. Order means nothing. */
    nonProxyHosts: setOf(z.string().min(1)).optional(),
    /** The proxy for http. */
    httpProxy: demanded(proxy),
    /** The proxy for https. */
    httpsProxy: demanded(proxy),
  }),
  endpoints: {
    list: "/v1/http",
    create: "PUT /v1/http",
    update: "PUT /v1/http",
    remove: "DELETE /v1/http",
  },
});
