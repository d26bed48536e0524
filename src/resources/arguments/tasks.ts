/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
/** The arguments of {@link BlobstoreCompact}. */
export interface BlobstoreCompactArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<BlobstoreCompactProperties>;
}

/** The arguments of {@link BlobstoreDeleteTempFiles}. */
export interface BlobstoreDeleteTempFilesArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<BlobstoreDeleteTempFilesProperties>;
}

/** The arguments of {@link BlobstoreExecuteReconciliationPlan}. */
export interface BlobstoreExecuteReconciliationPlanArgs extends CommonArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link BlobstoreGcsSoftDeletedBlobsMigration}. */
export interface BlobstoreGcsSoftDeletedBlobsMigrationArgs extends CommonArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link BlobstoreGroupMemberRemoval}. */
export interface BlobstoreGroupMemberRemovalArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<BlobstoreGroupMemberRemovalProperties>;
}

/** The arguments of {@link BlobstoreMetricsReconcile}. */
export interface BlobstoreMetricsReconcileArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<BlobstoreMetricsReconcileProperties>;
}

/** The arguments of {@link BlobstorePlanReconciliation}. */
export interface BlobstorePlanReconciliationArgs extends CommonArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<BlobstorePlanReconciliationProperties | undefined>;
}

/** The arguments of {@link BlobstoreRebuildComponentDB}. */
export interface BlobstoreRebuildComponentDBArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<BlobstoreRebuildComponentDBProperties>;
}

/** The arguments of {@link CreateBrowseNodes}. */
export interface CreateBrowseNodesArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<CreateBrowseNodesProperties>;
}

/** The arguments of {@link H2BackupTask}. */
export interface H2BackupTaskArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<H2BackupTaskProperties>;
}

/** The arguments of {@link LicenseExpirationNotification}. */
export interface LicenseExpirationNotificationArgs extends CommonArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link MalwareRemediator}. */
export interface MalwareRemediatorArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<MalwareRemediatorProperties>;
}

/** The arguments of {@link RepositoryAptRebuildMetadata}. */
export interface RepositoryAptRebuildMetadataArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryAptRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryCleanup}. */
export interface RepositoryCleanupArgs extends CommonArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link RepositoryDockerGc}. */
export interface RepositoryDockerGcArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryDockerGcProperties>;
}

/** The arguments of {@link RepositoryDockerUploadPurge}. */
export interface RepositoryDockerUploadPurgeArgs extends CommonArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<RepositoryDockerUploadPurgeProperties | undefined>;
}

/** The arguments of {@link RepositoryExport}. */
export interface RepositoryExportArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryExportProperties>;
}

/** The arguments of {@link RepositoryHelmRebuildMetadata}. */
export interface RepositoryHelmRebuildMetadataArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryImport}. */
export interface RepositoryImportArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryImportProperties>;
}

/** The arguments of {@link RepositoryMavenPublishDotindex}. */
export interface RepositoryMavenPublishDotindexArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryMavenPurgeUnusedSnapshots}. */
export interface RepositoryMavenPurgeUnusedSnapshotsArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryMavenPurgeUnusedSnapshotsProperties>;
}

/** The arguments of {@link RepositoryMavenRebuildMetadata}. */
export interface RepositoryMavenRebuildMetadataArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryMavenRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryMavenRemoveSnapshots}. */
export interface RepositoryMavenRemoveSnapshotsArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryMavenRemoveSnapshotsProperties>;
}

/** The arguments of {@link RepositoryMavenRepairBaseVersion}. */
export interface RepositoryMavenRepairBaseVersionArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryMavenUnpublishDotindex}. */
export interface RepositoryMavenUnpublishDotindexArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryMove}. */
export interface RepositoryMoveArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryMoveProperties>;
}

/** The arguments of {@link RepositoryNpmRebuildMetadata}. */
export interface RepositoryNpmRebuildMetadataArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryNpmReindex}. */
export interface RepositoryNpmReindexArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryPurgeUnused}. */
export interface RepositoryPurgeUnusedArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryPurgeUnusedProperties>;
}

/** The arguments of {@link RepositoryPypiGenerateMissingSha256Checksums}. */
export interface RepositoryPypiGenerateMissingSha256ChecksumsArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryPypiGenerateMissingSha256ChecksumsProperties>;
}

/** The arguments of {@link RepositoryPypiRebuildMetadata}. */
export interface RepositoryPypiRebuildMetadataArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryRebuildIndex}. */
export interface RepositoryRebuildIndexArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryRebuildIndexProperties>;
}

/** The arguments of {@link RepositoryRubyRebuildVersions}. */
export interface RepositoryRubyRebuildVersionsArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryYumRebuildMetadata}. */
export interface RepositoryYumRebuildMetadataArgs extends CommonArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link S3CompactTaskSchedulingMigration}. */
export interface S3CompactTaskSchedulingMigrationArgs extends CommonArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link SecurityPurgeApiKeys}. */
export interface SecurityPurgeApiKeysArgs extends CommonArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link TagsCleanup}. */
export interface TagsCleanupArgs extends CommonArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<TagsCleanupProperties | undefined>;
}

/** The arguments of {@link Task}. */
export interface TaskArgs extends CommonArgs {
  /** Nexus's id of the type, such as `repository.export`. A change replaces the task. */
  type: pulumi.Input<string>;
  /**
   * The properties of the type, as texts (`"true"`, `"24"`). Those with a name such as `password`, `secret` or `token` are
   * stored as secrets. A value that Nexus does not show is not compared.
   */
  properties?: pulumi.Input<{ [name: string]: pulumi.Input<string> } | undefined>;
}

/** The arguments that all classes of this module have. */
export interface CommonArgs {
  /** The name, unique among tasks of the type. Default: the resource's name. */
  name?: pulumi.Input<string | undefined>;
  /** Enables the schedule. Default on creation: true. */
  enabled?: pulumi.Input<boolean | undefined>;
  /** The address that receives e-mails about runs. */
  alertEmail?: pulumi.Input<string | undefined>;
  /** The runs to report: failed ones, or all. Default on creation: `FAILURE`. */
  notificationCondition?: pulumi.Input<"FAILURE" | "SUCCESS_FAILURE" | undefined>;
  /** The schedule. Default on creation: `"manual"`. */
  schedule?: pulumi.Input<
    | "manual"
    | ScheduleHourly
    | ScheduleDaily
    | ScheduleWeekly
    | ScheduleMonthly
    | ScheduleOnce
    | ScheduleCron
    | undefined
  >;
  /** Allows the task to run at the same time as others of its type. Release 3.94 or later, Pro. */
  concurrentRun?: pulumi.Input<boolean | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The block `schedule`. */
export interface ScheduleHourly {
  /** Every hour at this minute; 0 to 59. */
  hourly: pulumi.Input<number>;
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts
   * days of a week or month if the offsets differ.
   */
  timeZone?: pulumi.Input<string | undefined>;
}

/** The block `schedule`. */
export interface ScheduleDaily {
  /** Every day at this time: `"02:00"`. */
  daily: pulumi.Input<string>;
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts
   * days of a week or month if the offsets differ.
   */
  timeZone?: pulumi.Input<string | undefined>;
}

/** The block `schedule`. */
export interface ScheduleWeekly {
  /** Every week on these days. */
  weekly: pulumi.Input<
    pulumi.Input<"SUNDAY" | "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY">[]
  >;
  /** The time of day: `"02:00"`. */
  at: pulumi.Input<string>;
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts
   * days of a week or month if the offsets differ.
   */
  timeZone?: pulumi.Input<string | undefined>;
}

/** The block `schedule`. */
export interface ScheduleMonthly {
  /** Every month on these days: 1 to 31, or `"last"`. */
  monthly: pulumi.Input<pulumi.Input<number | "last">[]>;
  /** The time of day: `"02:00"`. */
  at: pulumi.Input<string>;
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts
   * days of a week or month if the offsets differ.
   */
  timeZone?: pulumi.Input<string | undefined>;
}

/** The block `schedule`. */
export interface ScheduleOnce {
  /** Once at this time: `"2026-12-01T02:00"`. */
  once: pulumi.Input<string>;
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts
   * days of a week or month if the offsets differ.
   */
  timeZone?: pulumi.Input<string | undefined>;
}

/** The block `schedule`. */
export interface ScheduleCron {
  /** A Quartz cron expression, from seconds to the day of the week: `"0 0 2 * * ?"`. */
  cron: pulumi.Input<string>;
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts
   * days of a week or month if the offsets differ.
   */
  timeZone?: pulumi.Input<string | undefined>;
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
export interface CreateBrowseNodesProperties {
  /** The names of repositories, without groups; `["*"]` for all. */
  repositoryName: pulumi.Input<pulumi.Input<string>[]>;
}

/** The block `properties`. */
export interface H2BackupTaskProperties {
  /** The folder for the backup, on Nexus's host. */
  location: pulumi.Input<string>;
}

/** The block `properties`. */
export interface MalwareRemediatorProperties {
  /** The name of the repository, or `*` for all. */
  repositoryName: pulumi.Input<string>;
  /** Deletes malware instead of only reporting it. Default on creation: false. */
  enableMalwareCleanup?: pulumi.Input<boolean | undefined>;
}

/** The block `properties`. */
export interface RepositoryAptRebuildMetadataProperties {
  /** The name of a repository of the task's format, or `*` for all of them. */
  repositoryName: pulumi.Input<string>;
  /** Rebuilds all metadata, not only changed parts. Default on creation: false. */
  rebuildAptMetadataFullRebuild?: pulumi.Input<boolean | undefined>;
}

/** The block `properties`. */
export interface RepositoryDockerGcProperties {
  /** The name of a repository of the task's format, or `*` for all of them. */
  repositoryName: pulumi.Input<string>;
  /** The minimum age, in hours, of what is deleted. Default on creation: 24. */
  deployOffset?: pulumi.Input<number | undefined>;
}

/** The block `properties`. */
export interface RepositoryDockerUploadPurgeProperties {
  /** The minimum age of an upload, in hours. Default on creation: 24. */
  age?: pulumi.Input<number | undefined>;
}

/** The block `properties`. */
export interface RepositoryExportProperties {
  /** The name of the repository. */
  repositoryName: pulumi.Input<string>;
  /** The folder for the files, on Nexus's host. */
  targetDir: pulumi.Input<string>;
  /** Exports only files that were neither changed nor downloaded for that many days. Default: all files. */
  exportThreshold?: pulumi.Input<number | undefined>;
}

/** The block `properties`. */
export interface RepositoryHelmRebuildMetadataProperties {
  /** The name of a repository of the task's format, or `*` for all of them. */
  repositoryName: pulumi.Input<string>;
}

/** The block `properties`. */
export interface RepositoryImportProperties {
  /** The name of the hosted repository. */
  repositoryName: pulumi.Input<string>;
  /** The folder of the files, on Nexus's host. */
  sourceDir: pulumi.Input<string>;
  /** The number of files that are imported together; at least 1. */
  batchSize?: pulumi.Input<number | undefined>;
  /** Links the files instead of copying them; the blob store must be on the same file system. Default on creation: false. */
  enableHardLinks?: pulumi.Input<boolean | undefined>;
}

/** The block `properties`. */
export interface RepositoryMavenPurgeUnusedSnapshotsProperties {
  /** The name of a repository of the task's format, or `*` for all of them. */
  repositoryName: pulumi.Input<string>;
  /** The minimum days since the last request; at least 1. */
  lastUsed: pulumi.Input<number>;
}

/** The block `properties`. */
export interface RepositoryMavenRebuildMetadataProperties {
  /** The name of a repository of the task's format, or `*` for all of them. */
  repositoryName: pulumi.Input<string>;
  /** Restricts the task to this group id. */
  groupId?: pulumi.Input<string | undefined>;
  /** Restricts the task to this artifact id; needs `groupId`. */
  artifactId?: pulumi.Input<string | undefined>;
  /** Restricts the task to this version; needs `artifactId`. */
  baseVersion?: pulumi.Input<string | undefined>;
  /** Creates missing checksums and corrects wrong ones. Default on creation: false. */
  rebuildChecksums?: pulumi.Input<boolean | undefined>;
  /** Includes all groups below `groupId`. Default on creation: true. */
  cascadeRebuild?: pulumi.Input<boolean | undefined>;
}

/** The block `properties`. */
export interface RepositoryMavenRemoveSnapshotsProperties {
  /** The name of a repository of the task's format, or `*` for all of them. */
  repositoryName: pulumi.Input<string>;
  /** The number of snapshots to keep of each version, independent of their age; -1 for all. Default on creation: 1. */
  minimumRetained?: pulumi.Input<number | undefined>;
  /** The days for which snapshots are kept. Default on creation: 30. */
  snapshotRetentionDays?: pulumi.Input<number | undefined>;
  /** Deletes snapshots whose release exists. Default on creation: false. */
  removeIfReleased?: pulumi.Input<boolean | undefined>;
  /** The days for which snapshots are kept after their release. */
  gracePeriodInDays?: pulumi.Input<number | undefined>;
}

/** The block `properties`. */
export interface RepositoryMoveProperties {
  /** The name of the repository. */
  moveRepositoryName: pulumi.Input<string>;
  /** The name of the blob store that the content is moved to. */
  moveTargetBlobstore: pulumi.Input<string>;
}

/** The block `properties`. */
export interface RepositoryPurgeUnusedProperties {
  /** The name of the repository, or `*` for all. */
  repositoryName: pulumi.Input<string>;
  /** The minimum days since the last request; at least 1. */
  lastUsed: pulumi.Input<number>;
}

/** The block `properties`. */
export interface RepositoryPypiGenerateMissingSha256ChecksumsProperties {
  /** The names of PyPI repositories, without groups; `["*"]` for all. */
  repositoryName: pulumi.Input<pulumi.Input<string>[]>;
}

/** The block `properties`. */
export interface RepositoryRebuildIndexProperties {
  /** The name of the repository, or `*` for all. */
  repositoryName: pulumi.Input<string>;
}

/** The block `properties`. */
export interface TagsCleanupProperties {
  /** The minimum days since the creation of a tag; 0 for any age. Default on creation: 0. */
  firstCreatedDays?: pulumi.Input<number | undefined>;
  /** The minimum days since the last change of a tag; 0 for any age. Default on creation: 0. */
  lastUpdatedDays?: pulumi.Input<number | undefined>;
  /** A regular expression for the names of tags. Default: all names. */
  nameRegex?: pulumi.Input<string | undefined>;
  /** Also deletes the components that have the tag. Default on creation: false. */
  deleteAssociatedComponents?: pulumi.Input<boolean | undefined>;
  /** Deletes only components of this repository, or of a format: `*-maven2`. Default: all repositories. */
  restrictComponentDelete?: pulumi.Input<string | undefined>;
}
