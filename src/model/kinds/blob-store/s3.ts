import { z } from "zod";
import type { Fields, Json } from "../../../util/json.ts";
import { isEmptyValue } from "../../comparison.ts";
import { fieldMetadata, secret, unorderedList, withCreateDefault } from "../../field-metadata.ts";
import { documentedIn374 } from "../../support.ts";
import { commonFields, defineBlobStoreKind, locationField } from "./blob-store-kind.ts";

const bucket = z.strictObject({
  /** The name of the bucket. Nexus creates a missing bucket if its credentials allow it. */
  name: locationField("bucket"),
  /** The region of the bucket, such as `eu-central-1`, or `DEFAULT` for the region in the environment of Nexus. */
  region: locationField("region"),
  /** A prefix of all object keys, so that several blob stores can share a bucket. */
  prefix: locationField("prefix").optional(),
  /**
   * The days after which deleted content is removed permanently; -1: never. Nexus before 3.81 requires it; later releases use
   * the lifecycle rules of the bucket. Default on creation: 3.
   */
  expiration: withCreateDefault(z.int().min(-1), 3, { notReturned: true }),
});

const bucketSecurity = z
  .strictObject({
    /** The id of an access key. Default: the role of the machine. */
    accessKeyId: z.string().min(1).optional(),
    /** The secret of the access key. Write-only: Nexus never returns it. */
    secretAccessKey: secret({
      placeholder: "returned",
      isStored: ({ accessKeyId }) => !isEmptyValue(accessKeyId),
    }).optional(),
    /** The ARN of a role to assume. */
    role: z.string().min(1).optional(),
    /**
     * The session token of a temporary access key. Write-only: Nexus from 3.77 on does not return it, so it must be declared
     * with every update.
     */
    // 3.77 returns a placeholder and stores it as the token if it is sent (its sources). 3.71 returns the token.
    sessionToken: secret().optional(),
  })
  .superRefine((security, context) => {
    for (const [field, other] of requiredPairs)
      if (security[field] !== undefined && security[other] === undefined)
        context.addIssue({ code: "custom", path: [other], message: `is needed with ${field}` });
  });

const requiredPairs = [
  ["accessKeyId", "secretAccessKey"],
  ["secretAccessKey", "accessKeyId"],
  ["sessionToken", "accessKeyId"],
] as const;

const encryption = z.strictObject({
  /** `s3ManagedEncryption`: S3 manages the key; `kmsManagedEncryption`: AWS KMS. */
  encryptionType: z.enum(["s3ManagedEncryption", "kmsManagedEncryption"]).optional(),
  /** The id of the key, for `kmsManagedEncryption`. Default: AWS's own key. */
  encryptionKey: z.string().min(1).optional(),
});

const advancedBucketConnection = z.strictObject({
  /** The URL of an object store other than AWS: `https://minio.example`. */
  endpoint: z.string().min(1).optional(),
  /** The signature algorithm, if the object store needs another than its default: `S3SignerType`. */
  signerType: z.string().min(1).optional(),
  /** Puts the bucket name into the path instead of the host name, as most object stores other than AWS require. */
  forcePathStyle: z.boolean().optional(),
  /** The maximum number of connections. */
  maxConnectionPoolSize: z.int().min(1).optional(),
});

const failoverBucket = z.strictObject({
  /** The region in which Nexus uses the bucket. */
  region: z.string().min(1),
  /** The name of the bucket, which must be replicated to and from the first one. */
  bucketName: z.string().min(1),
});

/** A blob store in a bucket of AWS S3 or of an S3-compatible object store. */
export const s3BlobStore = defineBlobStoreKind("s3", "S3", {
  schema: z.strictObject({
    ...commonFields,
    /** The bucket, the authentication and the encryption. */
    bucketConfiguration: z.strictObject({
      /** The bucket. */
      bucket,
      /** The credentials. Default: the credentials of the machine. */
      bucketSecurity: bucketSecurity.optional(),
      /** The encryption of the bucket. */
      encryption: encryption.optional(),
      /** The connection to an object store other than AWS. */
      advancedBucketConnection: advancedBucketConnection.optional(),
      /** Replicated buckets for Nexus in other regions. Pro, 3.74 or later. The order has no meaning. */
      failoverBuckets: unorderedList(failoverBucket)
        .optional()
        .register(fieldMetadata, { since: documentedIn374, pro: true }),
      /** Redirects clients to pre-signed URLs of S3 for content. Release 3.81 or later. */
      preSignedUrlEnabled: z.boolean().optional().register(fieldMetadata, { since: "3.79.0" }),
    }),
  }),
  toNexus: ({ type: _type, bucketConfiguration, ...fields }) => ({
    ...fields,
    bucketConfiguration: withoutDuplicates(bucketConfiguration),
  }),
});

/** Nexus 3.94 returns two blocks under two names each, and the active region. A request must have only one name of each block. */
function withoutDuplicates(configuration: Json | undefined): Json {
  const { security, advancedConnection, activeRegion, ...rest } = (configuration ?? {}) as Fields;
  return rest;
}
