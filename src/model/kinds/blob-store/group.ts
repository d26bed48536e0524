import { z } from "zod";
import { referenceTo, withCreateDefault } from "../../field-metadata.ts";
import { proOnly } from "../../kind.ts";
import { commonFields, defineBlobStoreKind } from "./blob-store-kind.ts";

/** A group of blob stores that is used like one. Pro. */
export const groupBlobStore = defineBlobStoreKind("group", "group", {
  requires: proOnly,
  schema: z.strictObject({
    ...commonFields,
    /**
     * The names of the members: blob stores that are not groups, not members of another group and not used by a repository.
     * Nexus removes a member only after a task has moved its content to other members.
     */
    members: z.array(referenceTo("blob store")).min(1, "must be at least one member"),
    /**
     * The member for new content: `roundRobin` uses the members in turn, `writeToFirst` the first member that accepts it.
     * Default on creation: `writeToFirst`.
     */
    fillPolicy: withCreateDefault(z.enum(["roundRobin", "writeToFirst"]), "writeToFirst"),
  }),
});
