import { z } from "zod";
import { facts } from "./facts.ts";
import { kind } from "./kind.ts";
import { name } from "./names.ts";

const softQuota = z
  .strictObject({
    /** `spaceUsedQuota`: more than `limit` used; `spaceRemainingQuota`: less than `limit` left. */
    type: z.enum(["spaceRemainingQuota", "spaceUsedQuota"]),
    /** Bytes, more than 0. */
    limit: z.int().min(1),
  })
  .optional();

/** A folder of Nexus's host that holds content. */
export const fileBlobStore = kind({
  name: "blob-store-file",
  token: "blobStore:File",
  noun: "file blob store",
  family: "blob store",
  schema: z.strictObject({
    /** Default: the resource's own name. */
    name: name().register(facts, { identity: true }),
    /** The folder, absolute or relative to Nexus's own `blobs`. Default at creation: the name. */
    path: z
      .string()
      .min(1)
      .optional()
      .register(facts, {
        atCreation: ({ name }) => name ?? null,
        keepsContent: "Nexus would look for the content in the new folder, and moves nothing there",
      }),
    /** Warns, and no more, when the blob store grows. */
    softQuota,
  }),
  identityIgnoresCase: true,
  holdsContent: true,
  typeHoldsContent: true,
  listIsBrief: true,
  endpoints: {
    list: "/v1/blobstores",
    one: "/v1/blobstores/file/{name}",
    create: "POST /v1/blobstores/file",
    update: "PUT /v1/blobstores/file/{name}",
    remove: "DELETE /v1/blobstores/{name}",
  },
  // The list says "File", the paths say "file".
  belongs: (live) => String(live.type).toLowerCase() === "file",
});
