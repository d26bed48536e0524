import { z } from "zod";
import { fieldMetadata, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { nexusName } from "../names.ts";

/** A script that Nexus keeps, to be run by who may. */
export const script = defineKind({
  name: "script",
  token: "nexus:Script",
  noun: "script",
  family: "script",
  schema: z.strictObject({
    /** Default: the resource's own name. */
    name: nexusName().register(fieldMetadata, { identity: true }),
    /** The language. Nexus checks neither it nor the content. Default at creation: `groovy`. */
    type: withCreateDefault(z.string().min(1), "groovy"),
    /** The text of the script. */
    content: z.string().min(1),
  }),
  endpoints: {
    list: "/v1/script",
    one: "/v1/script/{name}",
    create: "POST /v1/script",
    update: "PUT /v1/script/{name}",
    remove: "DELETE /v1/script/{name}",
  },
  advice: {
    410: "put nexus.scripts.allowCreation=true into Nexus's nexus.properties and restart it",
  },
});
