import { z } from "zod";
import { facts, optional } from "../field-metadata.ts";
import { kind } from "../kind.ts";
import { name } from "../names.ts";

/** Says which paths a proxy asks its upstream for. */
export const routingRule = kind({
  name: "routing-rule",
  token: "nexus:RoutingRule",
  noun: "routing rule",
  family: "routing rule",
  schema: z.strictObject({
    /** Default: the resource's own name. */
    name: name().register(facts, { identity: true }),
    /** For people. Nexus refuses null, not the empty text. */
    description: optional(z.string(), ""),
    /** `ALLOW`: only paths that match; `BLOCK`: all but those. */
    mode: z.enum(["ALLOW", "BLOCK"]).register(facts, { ignoreCase: true }),
    /** Regular expressions, at least one; the order is kept. */
    matchers: z.array(z.string().min(1)).min(1),
  }),
  endpoints: {
    list: "/v1/routing-rules",
    one: "/v1/routing-rules/{name}",
    create: "POST /v1/routing-rules",
    update: "PUT /v1/routing-rules/{name}",
    remove: "DELETE /v1/routing-rules/{name}",
  },
});
