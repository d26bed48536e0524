import { z } from "zod";
import { referenceTo, withCreateDefault } from "../../field-metadata.ts";
import { editionsWithoutPro } from "../../kind.ts";
import { commonFields, defineBlobStoreKind } from "./blob-store-kind.ts";

/** Several blob stores as one. Pro. */
export const groupBlobStore = defineBlobStoreKind("group", "group", {
  requires: { notIn: editionsWithoutPro },
  schema: z.strictObject({
    ...commonFields,
    /**
     * Names of blob stores: no groups, none that is a member elsewhere, none that a repository keeps its content in.
     * Nexus lets a member go only when a task has moved its content to the others.
     */
    members: z.array(referenceTo("blob store")).min(1, "Nexus demands at least one member"),
    /**
     * Where new content goes: `roundRobin` to each member in turn, `writeToFirst` to the first that takes it.
     * Default at creation: `writeToFirst`.
     */
    fillPolicy: withCreateDefault(z.enum(["roundRobin", "writeToFirst"]), "writeToFirst"),
  }),
});
