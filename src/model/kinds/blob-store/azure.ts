import { z } from "zod";
import { secret } from "../../field-metadata.ts";
import { editionsWithoutPro } from "../../kind.ts";
import { commonFields, defineBlobStoreKind, locationField } from "./blob-store-kind.ts";

const authentication = z
  .strictObject({
    /** By a key of the storage account, by the identity of the machine, or as the environment of Nexus says. */
    authenticationMethod: z.enum(["ACCOUNTKEY", "MANAGEDIDENTITY", "ENVIRONMENTVARIABLE"]),
    /** With `ACCOUNTKEY`. Nexus takes it and never shows it again. */
    accountKey: secret().optional(),
  })
  .refine(({ authenticationMethod, accountKey }) => authenticationMethod !== "ACCOUNTKEY" || accountKey !== undefined, {
    path: ["accountKey"],
    message: 'is needed with authenticationMethod "ACCOUNTKEY"',
  });

/** A container of Azure Blob Storage. Pro. */
export const azureBlobStore = defineBlobStoreKind("azure", "Azure", {
  requires: { notIn: editionsWithoutPro },
  schema: z.strictObject({
    ...commonFields,
    /** Where the container is, and how to get at it. */
    bucketConfiguration: z.strictObject({
      /** The storage account. */
      accountName: locationField("account"),
      /** The container, which must be there: 3 to 63 lower case letters, digits and '-'. */
      containerName: locationField("container").regex(
        /^[a-z0-9][a-z0-9-]{2,62}$/,
        "must be 3 to 63 lower case letters, digits and '-', not starting with '-'",
      ),
      /** How Nexus proves who it is. */
      authentication,
    }),
  }),
});
