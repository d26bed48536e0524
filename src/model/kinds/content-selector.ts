import { z } from "zod";
import { facts, optional } from "../field-metadata.ts";
import { kind } from "../kind.ts";
import { name } from "../names.ts";

/** Says which content a repository-content-selector privilege is about. */
export const contentSelector = kind({
  name: "content-selector",
  token: "nexus:ContentSelector",
  noun: "content selector",
  family: "content selector",
  schema: z.strictObject({
    /** Case matters. Default: the resource's own name. */
    name: name().register(facts, { identity: true }),
    /** For people. */
    description: optional(z.string(), ""),
    /** In Nexus's CSEL: `format == "raw" and path =^ "/team/"`. */
    expression: z.string().min(1),
  }),
  endpoints: {
    list: "/v1/security/content-selectors",
    one: "/v1/security/content-selectors/{name}",
    create: "POST /v1/security/content-selectors",
    update: "PUT /v1/security/content-selectors/{name}",
    remove: "DELETE /v1/security/content-selectors/{name}",
  },
  toNexus: ({ type: _type, ...fields }) => fields,
});
