import { z } from "zod";
import { fieldMetadata, secret } from "../../field-metadata.ts";
import { proOnly } from "../../kind.ts";
import { documentedIn396 } from "../../support.ts";
import { commonFields, defineBlobStoreKind, locationField, usesAccountKey } from "./blob-store-kind.ts";

const authentication = z
  .strictObject({
    /** `ACCOUNTKEY`: a key of the storage account; `MANAGEDIDENTITY`: the machine's identity; `ENVIRONMENTVARIABLE`: environment variables of Nexus. */
    authenticationMethod: z.enum(["ACCOUNTKEY", "MANAGEDIDENTITY", "ENVIRONMENTVARIABLE"]),
    /** The key, for `ACCOUNTKEY`. Write-only: Nexus never returns it. */
    accountKey: secret({ isStored: usesAccountKey }).optional(),
  })
  .refine(({ authenticationMethod, accountKey }) => authenticationMethod !== "ACCOUNTKEY" || accountKey !== undefined, {
    path: ["accountKey"],
    message: 'is needed with authenticationMethod "ACCOUNTKEY"',
  });

/** A blob store in a container of Azure Blob Storage. Pro. */
export const azureBlobStore = defineBlobStoreKind("azure", "Azure", {
  requires: proOnly,
  schema: z.strictObject({
    ...commonFields,
    /** The container and the authentication. */
    bucketConfiguration: z.strictObject({
      /** The name of the storage account. A change loses content. */
      accountName: locationField("account"),
      /** The name of an existing container: 3 to 63 lower-case letters, digits and '-'. */
      containerName: locationField("container").regex(
        /^[a-z0-9][a-z0-9-]{2,62}$/,
        "must be 3 to 63 lower-case letters, digits and '-', not starting with '-'",
      ),
      /** The authentication of Nexus. */
      authentication,
      /** Redirects clients to pre-signed URLs of Azure for content. Release 3.96 or later. */
      preSignedUrlEnabled: z.boolean().optional().register(fieldMetadata, { since: documentedIn396 }),
    }),
  }),
});
