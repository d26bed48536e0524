import { z } from "zod";
import { fieldMetadata, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { nexusName } from "../names.ts";

/** Says which paths a proxy asks its upstream for. */
export const routingRule = defineKind({
  name: "routing-rule",
  token: "nexus:RoutingRule",
  noun: "routing rule",
  family: "routing rule",
  schema: z.strictObject({
    /** Default: the resource's own name. */
    name: nexusName().register(fieldMetadata, { identity: true }),
    /** For people. Nexus refuses null, not the empty text. */
    description: withCreateDefault(z.string(), ""),
    /** `ALLOW`: only paths that match; `BLOCK`: all but those. */
    mode: z.enum(["ALLOW", "BLOCK"]).register(fieldMetadata, { ignoreCase: true }),
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
