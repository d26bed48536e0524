import { z } from "zod";
import { facts } from "../../field-metadata.ts";
import { blobStoreKind, common, place } from "./common.ts";

/** A folder of Nexus's host that holds content. */
export const fileBlobStore = blobStoreKind("file", "file", {
  schema: z.strictObject({
    ...common,
    /** The folder, absolute or relative to Nexus's own `blobs`. Default at creation: the name. */
    path: place("folder")
      .optional()
      .register(facts, { atCreation: ({ name }) => name ?? null }),
  }),
});
