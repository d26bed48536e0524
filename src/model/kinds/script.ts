import { z } from "zod";
import { fieldMetadata, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { nexusName } from "../names.ts";

/** A script stored in Nexus. */
export const script = defineKind({
  name: "script",
  token: "nexus:Script",
  noun: "script",
  family: "script",
  schema: z.strictObject({
    /** The name. Default: the resource's name. */
    name: nexusName().register(fieldMetadata, { identity: true }),
    /** The language. Nexus validates neither the language nor the content. Default on creation: `groovy`. */
    type: withCreateDefault(z.string().min(1), "groovy"),
    /** The source text of the script. */
    content: z.string().min(1),
  }),
  endpoints: {
    list: "/v1/script",
    item: "/v1/script/{name}",
    create: "POST /v1/script",
    update: "PUT /v1/script/{name}",
    remove: "DELETE /v1/script/{name}",
  },
  offeredTaskType: "script",
  advice: {
    410: "add nexus.scripts.allowCreation=true to nexus.properties and restart Nexus",
  },
});
