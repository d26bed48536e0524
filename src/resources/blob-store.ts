/** Blob stores: the storage for the content of repositories. */
import { azureBlobStore } from "../model/kinds/blob-store/azure.ts";
import { fileBlobStore } from "../model/kinds/blob-store/file.ts";
import { googleBlobStore } from "../model/kinds/blob-store/google.ts";
import { groupBlobStore } from "../model/kinds/blob-store/group.ts";
import { s3BlobStore } from "../model/kinds/blob-store/s3.ts";
import type { AzureArgs, FileArgs, GoogleArgs, GroupArgs, S3Args } from "./arguments/blob-store.ts";
import { namedResourceClass } from "./resource.ts";

export type * from "./arguments/blob-store.ts";

/**
 * A blob store in a folder on Nexus's host.
 *
 * ```ts
 * const images = new blobStore.File("images", { softQuota: { type: "spaceRemainingQuota", limit: 50 * 1024 ** 3 } });
 * ```
 */
export class File extends namedResourceClass<FileArgs>(fileBlobStore) {}

/**
 * A blob store in a bucket of AWS S3 or of an S3-compatible object store.
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
export class S3 extends namedResourceClass<S3Args>(s3BlobStore) {}

/**
 * A blob store in a container of Azure Blob Storage. Pro.
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
export class Azure extends namedResourceClass<AzureArgs>(azureBlobStore) {}

/**
 * A blob store in a bucket of Google Cloud Storage. Pro, 3.74 or later.
 *
 * ```ts
 * new blobStore.Google("artifacts", { bucketConfiguration: { bucket: { name: "company-artifacts" } } });
 * ```
 */
export class Google extends namedResourceClass<GoogleArgs>(googleBlobStore) {}

/**
 * A group of blob stores that is used like one, so that content can grow beyond one disk. Pro.
 *
 * ```ts
 * const disks = ["disk-1", "disk-2"].map((name) => new blobStore.File(name));
 * new blobStore.Group("disks", { members: disks.map(({ name }) => name), fillPolicy: "roundRobin" });
 * ```
 */
export class Group extends namedResourceClass<GroupArgs>(groupBlobStore) {}
