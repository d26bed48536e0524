import { z } from "zod";
import type { Fields, Json } from "../../../util/json.ts";
import { fieldMetadata, secret, unorderedList, withCreateDefault } from "../../field-metadata.ts";
import { commonFields, defineBlobStoreKind, locationField } from "./blob-store-kind.ts";

const bucket = z.strictObject({
  /** The bucket's name. Nexus makes the bucket where there is none and its credentials allow it. */
  name: locationField("bucket"),
  /** The bucket's region, `eu-central-1`, or `DEFAULT`: what the environment of Nexus says. */
  region: locationField("region"),
  /** Put before every object's key, so that several blob stores share a bucket. */
  prefix: locationField("prefix").optional(),
  /**
   * Days before deleted content goes for good, -1 for never. For Nexus before 3.81, which demands it; later ones leave
   * it to the bucket's own lifecycle rules. Default at creation: 3.
   */
  expiration: withCreateDefault(z.int().min(-1), 3, { notReturned: true }),
});

const bucketSecurity = z
  .strictObject({
    /** The id of an access key. Without keys the role of the machine counts. */
    accessKeyId: z.string().min(1).optional(),
    /** Goes with `accessKeyId`. Nexus takes it and never shows it again. */
    secretAccessKey: secret().optional(),
    /** The ARN of a role to assume. */
    role: z.string().min(1).optional(),
    /** Goes with temporary keys. A secret. */
    sessionToken: secret().optional(),
  })
  .superRefine((security, context) => {
    for (const [field, other] of needed)
      if (security[field] !== undefined && security[other] === undefined)
        context.addIssue({ code: "custom", path: [other], message: `is needed with ${field}` });
  });

const needed = [
  ["accessKeyId", "secretAccessKey"],
  ["secretAccessKey", "accessKeyId"],
  ["sessionToken", "accessKeyId"],
] as const;

const encryption = z.strictObject({
  /** Who has the key: S3 itself, or AWS KMS. */
  encryptionType: z.enum(["s3ManagedEncryption", "kmsManagedEncryption"]).optional(),
  /** The id of the key, with `kmsManagedEncryption`; AWS's own where it is left out. */
  encryptionKey: z.string().min(1).optional(),
});

const advancedBucketConnection = z.strictObject({
  /** The address of an object store that is not AWS's: `https://minio.example`. */
  endpoint: z.string().min(1).optional(),
  /** The version of the signature, where the object store wants another than its default: `S3SignerType`. */
  signerType: z.string().min(1).optional(),
  /** Names the bucket in the path, not in the host: most object stores other than AWS's want that. */
  forcePathStyle: z.boolean().optional(),
  /** Connections at once, in place of Nexus's own number. */
  maxConnectionPoolSize: z.int().min(1).optional(),
});

const failoverBucket = z.strictObject({
  /** The region in which Nexus uses it. */
  region: z.string().min(1),
  /** The bucket, with replication to and from the first one. */
  bucketName: z.string().min(1),
});

/** A bucket of AWS S3, or of an object store that speaks its protocol. */
export const s3BlobStore = defineBlobStoreKind("s3", "S3", {
  schema: z.strictObject({
    ...commonFields,
    /** Where the bucket is, and how to get at it. */
    bucketConfiguration: z.strictObject({
      /** The bucket. */
      bucket,
      /** Credentials; without them those of the machine count. */
      bucketSecurity: bucketSecurity.optional(),
      /** How S3 encrypts what it keeps. */
      encryption: encryption.optional(),
      /** For object stores other than AWS's. */
      advancedBucketConnection: advancedBucketConnection.optional(),
      /** Buckets for Nexus in other regions. Pro, 3.74 or later. Order means nothing. */
      failoverBuckets: unorderedList(failoverBucket).optional().register(fieldMetadata, { since: "3.74.0", pro: true }),
      /** Sends clients to S3 for the content itself. 3.81 or later. */
      preSignedUrlEnabled: z.boolean().optional().register(fieldMetadata, { since: "3.81.0" }),
    }),
  }),
  toNexus: ({ type: _type, bucketConfiguration, ...fields }) => ({
    ...fields,
    bucketConfiguration: withoutTwins(bucketConfiguration),
  }),
});

/** 3.94 shows two parts under two names each, and the active region: what is sent under one must not be there twice. */
function withoutTwins(configuration: Json | undefined): Json {
  const { security, advancedConnection, activeRegion, ...rest } = (configuration ?? {}) as Fields;
  return rest;
}
