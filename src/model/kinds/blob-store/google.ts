import { z } from "zod";
import type { Fields, Json } from "../../../util/json.ts";
import { fieldMetadata, secret } from "../../field-metadata.ts";
import { proOnly } from "../../kind.ts";
import { documentedIn374, documentedIn381 } from "../../support.ts";
import { commonFields, defineBlobStoreKind, locationField, usesAccountKey } from "./blob-store-kind.ts";

const bucket = z.strictObject({
  /** The name of the bucket. */
  name: locationField("bucket"),
  /** A prefix of all object names, so that several blob stores can share a bucket. */
  prefix: locationField("prefix").optional(),
  /** The region of the bucket; use the one in which Nexus runs. */
  region: locationField("region").optional(),
  /** The id of the Google Cloud project of the bucket. */
  projectId: locationField("project").optional(),
});

const bucketSecurity = z
  .strictObject({
    /** `applicationDefault`: the credentials of the machine; `accountKey`: the key of a service account. */
    authenticationMethod: z.enum(["applicationDefault", "accountKey"]),
    /** The key as JSON text, for `accountKey`. Write-only: Nexus never returns it. */
    accountKey: secret({ isStored: usesAccountKey }).optional(),
  })
  .refine(({ authenticationMethod, accountKey }) => authenticationMethod !== "accountKey" || accountKey !== undefined, {
    path: ["accountKey"],
    message: 'is needed with authenticationMethod "accountKey"',
  });

const encryption = z.strictObject({
  /** `default`: Google manages the key; `kmsManagedEncryption`: Cloud KMS. */
  encryptionType: z.enum(["default", "kmsManagedEncryption"]).optional(),
  /** The id of the key, for `kmsManagedEncryption`. */
  encryptionKey: z.string().min(1).optional(),
});

/** A blob store in a bucket of Google Cloud Storage. Pro, 3.74 or later. */
export const googleBlobStore = defineBlobStoreKind("google", "Google", {
  requires: { since: documentedIn374, ...proOnly },
  schema: z.strictObject({
    ...commonFields,
    /** The bucket, the authentication and the encryption. */
    bucketConfiguration: z.strictObject({
      /** The bucket. */
      bucket,
      /** The credentials. Default: the credentials of the machine. */
      bucketSecurity: bucketSecurity.optional(),
      /** The encryption of the bucket. Release 3.81 or later. */
      encryption: encryption.optional().register(fieldMetadata, { since: documentedIn381 }),
    }),
  }),
  toNexus: ({ type: _type, bucketConfiguration, ...fields }) => ({
    ...fields,
    bucketConfiguration: withoutDuplicates(bucketConfiguration),
  }),
});

/** Nexus 3.94 returns the credentials under two names. A request must have only one of them. */
function withoutDuplicates(configuration: Json | undefined): Json {
  const { security, ...rest } = (configuration ?? {}) as Fields;
  return rest;
}
