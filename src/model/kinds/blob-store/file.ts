import { z } from "zod";
import { fieldMetadata } from "../../field-metadata.ts";
import { commonFields, defineBlobStoreKind, locationField } from "./blob-store-kind.ts";

/** A folder of Nexus's host that holds content. */
export const fileBlobStore = defineBlobStoreKind("file", "file", {
  schema: z.strictObject({
    ...commonFields,
    /** The folder, absolute or relative to Nexus's own `blobs`. Default at creation: the name. */
    path: locationField("folder")
      .optional()
      .register(fieldMetadata, { createDefault: ({ name }) => name ?? null }),
  }),
});
