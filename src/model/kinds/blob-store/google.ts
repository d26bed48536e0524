import { z } from "zod";
import type { Fields, Json } from "../../../util/json.ts";
import { fieldMetadata, secret } from "../../field-metadata.ts";
import { editionsWithoutPro } from "../../kind.ts";
import { commonFields, defineBlobStoreKind, locationField } from "./blob-store-kind.ts";

const bucket = z.strictObject({
  /** The bucket's name. */
  name: locationField("bucket"),
  /** Put before every object's name, so that several blob stores share a bucket. */
  prefix: locationField("prefix").optional(),
  /** The bucket's region, best the one in which Nexus runs. */
  region: locationField("region").optional(),
  /** The project that the bucket is of. */
  projectId: locationField("project").optional(),
});

const bucketSecurity = z
  .strictObject({
    /** As the machine that Nexus runs on, or by the key of a service account. */
    authenticationMethod: z.enum(["applicationDefault", "accountKey"]),
    /** With `accountKey`: the JSON text of the key. Nexus takes it and never shows it again. */
    accountKey: secret().optional(),
  })
  .refine(({ authenticationMethod, accountKey }) => authenticationMethod !== "accountKey" || accountKey !== undefined, {
    path: ["accountKey"],
    message: 'is needed with authenticationMethod "accountKey"',
  });

const encryption = z.strictObject({
  /** Who has the key: Google itself, or Cloud KMS. */
  encryptionType: z.enum(["default", "kmsManagedEncryption"]).optional(),
  /** The id of the key, with `kmsManagedEncryption`. */
  encryptionKey: z.string().min(1).optional(),
});

/** A bucket of Google Cloud Storage. Pro, 3.74 or later. */
export const googleBlobStore = defineBlobStoreKind("google", "Google", {
  requires: { since: "3.74.0", notIn: editionsWithoutPro },
  schema: z.strictObject({
    ...commonFields,
    /** Where the bucket is, and how to get at it. */
    bucketConfiguration: z.strictObject({
      /** The bucket. */
      bucket,
      /** Credentials; without them those of the machine count. */
      bucketSecurity: bucketSecurity.optional(),
      /** How Google encrypts what it keeps. 3.81 or later. */
      encryption: encryption.optional().register(fieldMetadata, { since: "3.81.0" }),
    }),
  }),
  toNexus: ({ type: _type, bucketConfiguration, ...fields }) => ({
    ...fields,
    bucketConfiguration: withoutTwin(bucketConfiguration),
  }),
});

/** 3.94 shows the credentials under two names: what is sent under one must not be there twice. */
function withoutTwin(configuration: Json | undefined): Json {
  const { security, ...rest } = (configuration ?? {}) as Fields;
  return rest;
}
