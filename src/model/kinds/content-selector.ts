import { z } from "zod";
import { fieldMetadata, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { nexusName } from "../names.ts";

/** A content selector: the content to which a repository-content-selector privilege applies. */
export const contentSelector = defineKind({
  name: "content-selector",
  token: "nexus:ContentSelector",
  noun: "content selector",
  family: "content selector",
  schema: z.strictObject({
    /** The name, case-sensitive. Default: the resource's name. */
    name: nexusName().register(fieldMetadata, { identity: true }),
    /** A description, shown in Nexus. */
    description: withCreateDefault(z.string(), ""),
    /** An expression in Nexus's language CSEL: `format == "raw" and path =^ "/team/"`. */
    expression: z.string().min(1),
  }),
  endpoints: {
    list: "/v1/security/content-selectors",
    item: "/v1/security/content-selectors/{name}",
    create: "POST /v1/security/content-selectors",
    update: "PUT /v1/security/content-selectors/{name}",
    remove: "DELETE /v1/security/content-selectors/{name}",
  },
  toNexus: ({ type: _type, ...fields }) => fields,
});
