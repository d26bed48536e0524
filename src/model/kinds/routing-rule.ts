import { z } from "zod";
import { fieldMetadata, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { nexusName } from "../names.ts";

/** A routing rule: the paths that a proxy repository requests from its upstream. */
export const routingRule = defineKind({
  name: "routing-rule",
  token: "nexus:RoutingRule",
  noun: "routing rule",
  family: "routing rule",
  schema: z.strictObject({
    /** The name. Default: the resource's name. */
    name: nexusName().register(fieldMetadata, { identity: true }),
    /** A description, shown in Nexus. Nexus refuses null and accepts an empty text. */
    description: withCreateDefault(z.string(), ""),
    /** `ALLOW`: only matching paths are requested; `BLOCK`: all paths except matching ones. */
    mode: z.enum(["ALLOW", "BLOCK"]).register(fieldMetadata, { ignoreCase: true }),
    /** Regular expressions for paths, at least one. Nexus keeps the order. */
    matchers: z.array(z.string().min(1)).min(1),
  }),
  endpoints: {
    list: "/v1/routing-rules",
    item: "/v1/routing-rules/{name}",
    create: "POST /v1/routing-rules",
    update: "PUT /v1/routing-rules/{name}",
    remove: "DELETE /v1/routing-rules/{name}",
  },
});
