/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
/** The arguments of {@link File}. */
export interface FileArgs extends CommonBlobStoreArgs {
  /** The folder, absolute or relative to Nexus's folder `blobs`. Default on creation: the name. */
  path?: pulumi.Input<string | undefined>;
}

/** The arguments of {@link S3}. */
export interface S3Args extends CommonBlobStoreArgs {
  /** The bucket, the authentication and the encryption. */
  bucketConfiguration: pulumi.Input<S3BucketConfiguration>;
}

/** The arguments of {@link Azure}. */
export interface AzureArgs extends CommonBlobStoreArgs {
  /** The container and the authentication. */
  bucketConfiguration: pulumi.Input<AzureBucketConfiguration>;
}

/** The arguments of {@link Google}. */
export interface GoogleArgs extends CommonBlobStoreArgs {
  /** The bucket, the authentication and the encryption. */
  bucketConfiguration: pulumi.Input<GoogleBucketConfiguration>;
}

/** The arguments of {@link Group}. */
export interface GroupArgs extends CommonBlobStoreArgs {
  /**
   * The names of the members: blob stores that are not groups, not members of another group and not used by a repository.
   * Nexus removes a member only after a task has moved its content to other members.
   */
  members: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The member for new content: `roundRobin` uses the members in turn, `writeToFirst` the first member that accepts it.
   * Default on creation: `writeToFirst`.
   */
  fillPolicy?: pulumi.Input<"roundRobin" | "writeToFirst" | undefined>;
}

/** The arguments of every blob store. */
export interface CommonBlobStoreArgs {
  /** The name. Default: the resource's name. */
  name?: pulumi.Input<string | undefined>;
  /** A quota that only warns: Nexus still accepts content. */
  softQuota?: pulumi.Input<SoftQuota | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
  /**
   * Allows actions that lose content: if the resource is deleted, the object is deleted in Nexus with all its content; a
   * change that Nexus cannot make in place (format, type, blob store) deletes the object and creates it again, empty.
   * Default: false.
   */
  allowContentLoss?: boolean;
}

/** The block `softQuota`. */
export interface SoftQuota {
  /** `spaceUsedQuota` warns if more than `limit` is used, `spaceRemainingQuota` if less than `limit` is free. */
  type: pulumi.Input<"spaceRemainingQuota" | "spaceUsedQuota">;
  /** The limit in bytes; at least 1. */
  limit: pulumi.Input<number>;
}

/** The block `bucketConfiguration`. */
export interface S3BucketConfiguration {
  /** The bucket. */
  bucket: pulumi.Input<S3BucketConfigurationBucket>;
  /** The credentials. Default: the credentials of the machine. */
  bucketSecurity?: pulumi.Input<S3BucketConfigurationBucketSecurity | undefined>;
  /** The encryption of the bucket. */
  encryption?: pulumi.Input<S3BucketConfigurationEncryption | undefined>;
  /** The connection to an object store other than AWS. */
  advancedBucketConnection?: pulumi.Input<BucketConfigurationAdvancedBucketConnection | undefined>;
  /** Replicated buckets for Nexus in other regions. Pro, 3.74 or later. The order has no meaning. */
  failoverBuckets?: pulumi.Input<pulumi.Input<BucketConfigurationFailoverBuckets>[] | undefined>;
  /** Redirects clients to pre-signed URLs of S3 for content. Release 3.81 or later. */
  preSignedUrlEnabled?: pulumi.Input<boolean | undefined>;
}

/** The block `bucketConfiguration.bucket`. */
export interface S3BucketConfigurationBucket {
  /** The name of the bucket. Nexus creates a missing bucket if its credentials allow it. */
  name: pulumi.Input<string>;
  /** The region of the bucket, such as `eu-central-1`, or `DEFAULT` for the region in the environment of Nexus. */
  region: pulumi.Input<string>;
  /** A prefix of all object keys, so that several blob stores can share a bucket. */
  prefix?: pulumi.Input<string | undefined>;
  /**
   * The days after which deleted content is removed permanently; -1: never. Nexus before 3.81 requires it; later releases
   * use the lifecycle rules of the bucket. Default on creation: 3.
   */
  expiration?: pulumi.Input<number | undefined>;
}

/** The block `bucketConfiguration.bucketSecurity`. */
export interface S3BucketConfigurationBucketSecurity {
  /** The id of an access key. Default: the role of the machine. */
  accessKeyId?: pulumi.Input<string | undefined>;
  /** The secret of the access key. Write-only: Nexus never returns it. */
  secretAccessKey?: pulumi.Input<string | undefined>;
  /** The ARN of a role to assume. */
  role?: pulumi.Input<string | undefined>;
  /**
   * The session token of a temporary access key. Write-only: Nexus from 3.77 on does not return it, so it must be declared
   * with every update.
   */
  sessionToken?: pulumi.Input<string | undefined>;
}

/** The block `bucketConfiguration.encryption`. */
export interface S3BucketConfigurationEncryption {
  /** `s3ManagedEncryption`: S3 manages the key; `kmsManagedEncryption`: AWS KMS. */
  encryptionType?: pulumi.Input<"s3ManagedEncryption" | "kmsManagedEncryption" | undefined>;
  /** The id of the key, for `kmsManagedEncryption`. Default: AWS's own key. */
  encryptionKey?: pulumi.Input<string | undefined>;
}

/** The block `bucketConfiguration.advancedBucketConnection`. */
export interface BucketConfigurationAdvancedBucketConnection {
  /** The URL of an object store other than AWS: `https://minio.example`. */
  endpoint?: pulumi.Input<string | undefined>;
  /** The signature algorithm, if the object store needs another than its default: `S3SignerType`. */
  signerType?: pulumi.Input<string | undefined>;
  /** Puts the bucket name into the path instead of the host name, as most object stores other than AWS require. */
  forcePathStyle?: pulumi.Input<boolean | undefined>;
  /** The maximum number of connections. */
  maxConnectionPoolSize?: pulumi.Input<number | undefined>;
}

/** The block `bucketConfiguration.failoverBuckets[]`. */
export interface BucketConfigurationFailoverBuckets {
  /** The region in which Nexus uses the bucket. */
  region: pulumi.Input<string>;
  /** The name of the bucket, which must be replicated to and from the first one. */
  bucketName: pulumi.Input<string>;
}

/** The block `bucketConfiguration`. */
export interface AzureBucketConfiguration {
  /** The name of the storage account. A change loses content. */
  accountName: pulumi.Input<string>;
  /** The name of an existing container: 3 to 63 lower-case letters, digits and '-'. */
  containerName: pulumi.Input<string>;
  /** The authentication of Nexus. */
  authentication: pulumi.Input<BucketConfigurationAuthentication>;
  /** Redirects clients to pre-signed URLs of Azure for content. Release 3.96 or later. */
  preSignedUrlEnabled?: pulumi.Input<boolean | undefined>;
}

/** The block `bucketConfiguration.authentication`. */
export interface BucketConfigurationAuthentication {
  /**
   * `ACCOUNTKEY`: a key of the storage account; `MANAGEDIDENTITY`: the machine's identity; `ENVIRONMENTVARIABLE`:
   * environment variables of Nexus.
   */
  authenticationMethod: pulumi.Input<"ACCOUNTKEY" | "MANAGEDIDENTITY" | "ENVIRONMENTVARIABLE">;
  /** The key, for `ACCOUNTKEY`. Write-only: Nexus never returns it. */
  accountKey?: pulumi.Input<string | undefined>;
}

/** The block `bucketConfiguration`. */
export interface GoogleBucketConfiguration {
  /** The bucket. */
  bucket: pulumi.Input<GoogleBucketConfigurationBucket>;
  /** The credentials. Default: the credentials of the machine. */
  bucketSecurity?: pulumi.Input<GoogleBucketConfigurationBucketSecurity | undefined>;
  /** The encryption of the bucket. Release 3.81 or later. */
  encryption?: pulumi.Input<GoogleBucketConfigurationEncryption | undefined>;
}

/** The block `bucketConfiguration.bucket`. */
export interface GoogleBucketConfigurationBucket {
  /** The name of the bucket. */
  name: pulumi.Input<string>;
  /** A prefix of all object names, so that several blob stores can share a bucket. */
  prefix?: pulumi.Input<string | undefined>;
  /** The region of the bucket; use the one in which Nexus runs. */
  region?: pulumi.Input<string | undefined>;
  /** The id of the Google Cloud project of the bucket. */
  projectId?: pulumi.Input<string | undefined>;
}

/** The block `bucketConfiguration.bucketSecurity`. */
export interface GoogleBucketConfigurationBucketSecurity {
  /** `applicationDefault`: the credentials of the machine; `accountKey`: the key of a service account. */
  authenticationMethod: pulumi.Input<"applicationDefault" | "accountKey">;
  /** The key as JSON text, for `accountKey`. Write-only: Nexus never returns it. */
  accountKey?: pulumi.Input<string | undefined>;
}

/** The block `bucketConfiguration.encryption`. */
export interface GoogleBucketConfigurationEncryption {
  /** `default`: Google manages the key; `kmsManagedEncryption`: Cloud KMS. */
  encryptionType?: pulumi.Input<"default" | "kmsManagedEncryption" | undefined>;
  /** The id of the key, for `kmsManagedEncryption`. */
  encryptionKey?: pulumi.Input<string | undefined>;
}
