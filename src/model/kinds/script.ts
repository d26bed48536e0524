import { z } from "zod";
import { fieldMetadata, referenceTo, secret, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { nexusName } from "../names.ts";

const scriptsDisabled = "add nexus.scripts.allowCreation=true to nexus.properties and restart Nexus";

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
  advice: { 410: scriptsDisabled },
});

const run = "POST /v1/script/{script}/run";

/** A run of a script. */
export const scriptRun = defineKind({
  name: "script-run",
  token: "nexus:ScriptRun",
  noun: "script run",
  family: "script run",
  action: true,
  schema: z.strictObject({
    /** The name of the run in messages. Default: the resource's name. */
    name: z.string().min(1).register(fieldMetadata, { identity: true }),
    /** The name of the script. */
    script: referenceTo("script"),
    /** A digest of the script's content. */
    contentDigest: z.string().optional(),
    /** The text that the script gets as `args`. A secret. */
    payload: secret().optional(),
    /** Any texts. */
    triggers: z.array(z.string()).optional(),
  }),
  textBodyField: "payload",
  endpoints: { list: "/v1/script", create: run, update: run },
  advice: {
    404: "declare the script, or create it in Nexus",
    410: scriptsDisabled,
  },
});
