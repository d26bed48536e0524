import { z } from "zod";
import { fieldMetadata } from "../../field-metadata.ts";
import { commonFields, defineBlobStoreKind, locationField } from "./blob-store-kind.ts";

/** A blob store in a folder on Nexus's host. */
export const fileBlobStore = defineBlobStoreKind("file", "file", {
  schema: z.strictObject({
    ...commonFields,
    /** The folder, absolute or relative to Nexus's folder `blobs`. Default on creation: the name. */
    path: locationField("folder")
      .optional()
      .register(fieldMetadata, { createDefault: ({ name }) => name ?? null }),
  }),
});
