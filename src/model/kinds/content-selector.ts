import { z } from "zod";
import { fieldMetadata, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { nexusName } from "../names.ts";

/** Says which content a repository-content-selector privilege is about. */
export const contentSelector = defineKind({
  name: "content-selector",
  token: "nexus:ContentSelector",
  noun: "content selector",
  family: "content selector",
  schema: z.strictObject({
    /** Case matters. Default: the resource's own name. */
    name: nexusName().register(fieldMetadata, { identity: true }),
    /** For people. */
    description: withCreateDefault(z.string(), ""),
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
