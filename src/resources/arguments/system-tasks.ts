/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonTaskArgs } from "./common.ts";

/** The arguments of {@link BlobstoreCompact}. */
export interface BlobstoreCompactArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<BlobstoreCompactProperties>;
}

/** The arguments of {@link BlobstoreDeleteTempFiles}. */
export interface BlobstoreDeleteTempFilesArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<BlobstoreDeleteTempFilesProperties>;
}

/** The arguments of {@link BlobstoreExecuteReconciliationPlan}. */
export interface BlobstoreExecuteReconciliationPlanArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link BlobstoreGcsSoftDeletedBlobsMigration}. */
export interface BlobstoreGcsSoftDeletedBlobsMigrationArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link BlobstoreGroupMemberRemoval}. */
export interface BlobstoreGroupMemberRemovalArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<BlobstoreGroupMemberRemovalProperties>;
}

/** The arguments of {@link BlobstoreMetricsReconcile}. */
export interface BlobstoreMetricsReconcileArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<BlobstoreMetricsReconcileProperties>;
}

/** The arguments of {@link BlobstorePlanReconciliation}. */
export interface BlobstorePlanReconciliationArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<BlobstorePlanReconciliationProperties | undefined>;
}

/** The arguments of {@link BlobstoreRebuildComponentDB}. */
export interface BlobstoreRebuildComponentDBArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<BlobstoreRebuildComponentDBProperties>;
}

/** The arguments of {@link H2BackupTask}. */
export interface H2BackupTaskArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<H2BackupTaskProperties>;
}

/** The arguments of {@link LicenseExpirationNotification}. */
export interface LicenseExpirationNotificationArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link S3CompactTaskSchedulingMigration}. */
export interface S3CompactTaskSchedulingMigrationArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link SecurityPurgeApiKeys}. */
export interface SecurityPurgeApiKeysArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link Task}. */
export interface TaskArgs extends CommonTaskArgs {
  /** Nexus's id of the type, such as `repository.export`. A change replaces the task. */
  type: pulumi.Input<string>;
  /**
   * The properties of the type, as texts (`"true"`, `"24"`). Those with a name such as `password`, `secret` or `token` are
   * stored as secrets. A value that Nexus does not show is not compared.
   */
  properties?: pulumi.Input<{ [name: string]: pulumi.Input<string> } | undefined>;
}

/** The block `properties`. */
export interface BlobstoreCompactProperties {
  /** The name of the blob store. */
  blobstoreName: pulumi.Input<string>;
  /** The minimum days since the deletion of a blob. Release 3.80 or later. */
  blobsOlderThan?: pulumi.Input<number | undefined>;
}

/** The block `properties`. */
export interface BlobstoreDeleteTempFilesProperties {
  /** The name of the blob store. */
  blobstoreName: pulumi.Input<string>;
  /** The minimum age of files, in days. */
  olderThanDays?: pulumi.Input<number | undefined>;
}

/** The block `properties`. */
export interface BlobstoreGroupMemberRemovalProperties {
  /** The name of the blob store group. */
  fromGroup: pulumi.Input<string>;
  /** The name of the blob store to remove from the group. */
  memberToRemove: pulumi.Input<string>;
}

/** The block `properties`. */
export interface BlobstoreMetricsReconcileProperties {
  /** The name of the blob store. */
  blobstoreName: pulumi.Input<string>;
}

/** The block `properties`. */
export interface BlobstorePlanReconciliationProperties {
  /** The names of blob stores. Default: all. */
  blobstoreName?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The names of repositories, the most important first. Default: all of the blob stores. */
  repositoryName?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The limit of the task: `duration`, by the `since` properties, or `dates`. Default on creation: `duration`. */
  taskScope?: pulumi.Input<"duration" | "dates" | undefined>;
  /** The days before now whose files are compared. */
  sinceDays?: pulumi.Input<number | undefined>;
  /** The hours before now whose files are compared, in addition to the days. */
  sinceHours?: pulumi.Input<number | undefined>;
  /** The minutes before now whose files are compared, in addition to the hours. Nexus's default: 30. */
  sinceMinutes?: pulumi.Input<number | undefined>;
  /** The first day whose files are compared: `"06/24/2026"`. */
  reconcileStartDate?: pulumi.Input<string | undefined>;
  /** The last day whose files are compared: `"06/24/2026"`. */
  reconcileEndDate?: pulumi.Input<string | undefined>;
  /** Keeps the database records of missing blobs, and only reports them. Nexus's default: true. */
  onlyNotify?: pulumi.Input<boolean | undefined>;
}

/** The block `properties`. */
export interface BlobstoreRebuildComponentDBProperties {
  /** The name of the blob store. */
  blobstoreName: pulumi.Input<string>;
  /** Only logs the changes. Default on creation: false. */
  dryRun?: pulumi.Input<boolean | undefined>;
  /** Restricts the task to blobs of that many last days. */
  sinceDays?: pulumi.Input<number | undefined>;
  /** Creates assets for blobs without one. Default on creation: true. */
  restoreBlobs?: pulumi.Input<boolean | undefined>;
  /** Restores deleted blobs that have assets. Default on creation: true. */
  undeleteBlobs?: pulumi.Input<boolean | undefined>;
  /** Compares the database with every blob. Default on creation: true. */
  integrityCheck?: pulumi.Input<boolean | undefined>;
}

/** The block `properties`. */
export interface H2BackupTaskProperties {
  /** The folder for the backup, on Nexus's host. */
  location: pulumi.Input<string>;
}
