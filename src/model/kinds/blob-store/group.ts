import { z } from "zod";
import { nameOf, optional } from "../../field-metadata.ts";
import { editionsWithoutPro } from "../../kind.ts";
import { blobStoreKind, common } from "./common.ts";

/** Several blob stores as one. Pro. */
export const groupBlobStore = blobStoreKind("group", "group", {
  needs: { notIn: editionsWithoutPro },
  schema: z.strictObject({
    ...common,
    /**
     * Names of blob stores: no groups, none that is a member elsewhere, none that a repository keeps its content in.
     * Nexus lets a member go only when a task has moved its content to the others.
     */
    members: z.array(nameOf("blob store")).min(1, "Nexus demands at least one member"),
    /**
     * Where new content goes: `roundRobin` to each member in turn, `writeToFirst` to the first that takes it.
     * Default at creation: `writeToFirst`.
     */
    fillPolicy: optional(z.enum(["roundRobin", "writeToFirst"]), "writeToFirst"),
  }),
});
