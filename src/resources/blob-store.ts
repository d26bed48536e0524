/** Blob stores: where repositories keep their content. */
import { azureBlobStore } from "../model/kinds/blob-store/azure.ts";
import { fileBlobStore } from "../model/kinds/blob-store/file.ts";
import { googleBlobStore } from "../model/kinds/blob-store/google.ts";
import { groupBlobStore } from "../model/kinds/blob-store/group.ts";
import { s3BlobStore } from "../model/kinds/blob-store/s3.ts";
import { type ContentArgs, NamedResource, type Options } from "./resource.ts";

/** What a file blob store takes. */
export type FileArgs = ContentArgs<typeof fileBlobStore.schema, "name">;

/**
 * A folder of Nexus's host.
 *
 * ```ts
 * const images = new blobStore.File("images", { softQuota: { type: "spaceRemainingQuota", limit: 50 * 1024 ** 3 } });
 * ```
 */
export class File extends NamedResource {
  constructor(name: string, args: FileArgs = {}, options?: Options) {
    super(fileBlobStore, name, args, options);
  }
}

/** What an S3 blob store takes. */
export type S3Args = ContentArgs<typeof s3BlobStore.schema, "name">;

/**
 * A bucket of AWS S3, or of an object store that speaks its protocol.
 *
 * ```ts
 * new blobStore.S3("artifacts", {
 *   bucketConfiguration: {
 *     bucket: { name: "company-artifacts", region: "eu-central-1" },
 *     advancedBucketConnection: { endpoint: "https://minio.example", forcePathStyle: true },
 *   },
 * });
 * ```
 */
export class S3 extends NamedResource {
  constructor(name: string, args: S3Args, options?: Options) {
    super(s3BlobStore, name, args, options);
  }
}

/** What an Azure blob store takes. */
export type AzureArgs = ContentArgs<typeof azureBlobStore.schema, "name">;

/**
 * A container of Azure Blob Storage. Needs the Pro edition.
 *
 * ```ts
 * new blobStore.Azure("artifacts", {
 *   bucketConfiguration: {
 *     accountName: "company",
 *     containerName: "artifacts",
 *     authentication: { authenticationMethod: "MANAGEDIDENTITY" },
 *   },
 * });
 * ```
 */
export class Azure extends NamedResource {
  constructor(name: string, args: AzureArgs, options?: Options) {
    super(azureBlobStore, name, args, options);
  }
}

/** What a Google blob store takes. */
export type GoogleArgs = ContentArgs<typeof googleBlobStore.schema, "name">;

/**
 * A bucket of Google Cloud Storage. Needs the Pro edition, 3.74 or later.
 *
 * ```ts
 * new blobStore.Google("artifacts", { bucketConfiguration: { bucket: { name: "company-artifacts" } } });
 * ```
 */
export class Google extends NamedResource {
  constructor(name: string, args: GoogleArgs, options?: Options) {
    super(googleBlobStore, name, args, options);
  }
}

/** What a group of blob stores takes. */
export type GroupArgs = ContentArgs<typeof groupBlobStore.schema, "name">;

/**
 * Several blob stores as one: repositories that keep their content in the group outgrow the single one. Needs the Pro
 * edition.
 *
 * ```ts
 * const disks = ["disk-1", "disk-2"].map((name) => new blobStore.File(name));
 * new blobStore.Group("disks", { members: disks.map(({ name }) => name), fillPolicy: "roundRobin" });
 * ```
 */
export class Group extends NamedResource {
  constructor(name: string, args: GroupArgs, options?: Options) {
    super(groupBlobStore, name, args, options);
  }
}
