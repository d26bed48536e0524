/** Tasks on blob stores, the database, the licence and API keys, run by a schedule or by hand; and tasks of any type. */
import { anyTask } from "../../model/kinds/tasks.ts";
import type * as args from "../arguments/system-tasks.ts";
import { resourceClass } from "../resource.ts";
import { taskOf } from "./task-class.ts";

export type * from "../arguments/system-tasks.ts";

/**
 * A task of any type, for types without a class of their own. Its properties are texts.
 *
 * ```ts
 * new task.Task("alpine", { type: "repository.alpine.rebuild.metadata", properties: { repositoryName: "*" } });
 * ```
 */
export class Task extends resourceClass<args.TaskArgs>(anyTask) {}

/**
 * Frees the space of deleted blobs in a blob store.
 *
 * ```ts
 * new task.BlobstoreCompact("compact", {
 *   schedule: { daily: "02:00" }, properties: { blobstoreName: "default" },
 * });
 * ```
 */
export class BlobstoreCompact extends taskOf<args.BlobstoreCompactArgs>("blobstore.compact") {}

/**
 * Deletes temporary files of a blob store.
 *
 * ```ts
 * new task.BlobstoreDeleteTempFiles("temporary files", {
 *   schedule: { weekly: ["SUNDAY"], at: "03:00" }, properties: { blobstoreName: "default", olderThanDays: 3 },
 * });
 * ```
 */
export class BlobstoreDeleteTempFiles extends taskOf<args.BlobstoreDeleteTempFilesArgs>(
  "blobstore.delete-temp-files",
) {}

/**
 * Executes the plan of a {@link BlobstorePlanReconciliation} task, whose properties it uses. Nexus allows one task of the type.
 *
 * ```ts
 * new task.BlobstoreExecuteReconciliationPlan("execute plan", {});
 * ```
 */
export class BlobstoreExecuteReconciliationPlan extends taskOf<args.BlobstoreExecuteReconciliationPlanArgs>(
  "blobstore.executeReconciliationPlan",
) {}

/**
 * Migrates the deleted blobs of Google Cloud blob stores to the form of newer releases. Pro.
 *
 * ```ts
 * new task.BlobstoreGcsSoftDeletedBlobsMigration("migrate", {});
 * ```
 */
export class BlobstoreGcsSoftDeletedBlobsMigration extends taskOf<args.BlobstoreGcsSoftDeletedBlobsMigrationArgs>(
  "blobstore.gcs.soft-deleted-blobs.migration",
) {}

/**
 * Moves the blobs of a blob store to the other members of its group, and removes it from the group. Pro.
 *
 * ```ts
 * new task.BlobstoreGroupMemberRemoval("retire", { properties: { fromGroup: "all", memberToRemove: "old" } });
 * ```
 */
export class BlobstoreGroupMemberRemoval extends taskOf<args.BlobstoreGroupMemberRemovalArgs>(
  "blobstore.group.memberRemoval",
) {}

/**
 * Recalculates the size and the number of blobs of a blob store.
 *
 * ```ts
 * new task.BlobstoreMetricsReconcile("count", { properties: { blobstoreName: "default" } });
 * ```
 */
export class BlobstoreMetricsReconcile extends taskOf<args.BlobstoreMetricsReconcileArgs>(
  "blobstore.metrics.reconcile",
) {}

/**
 * Compares blob stores with the database and plans the repair, for {@link BlobstoreExecuteReconciliationPlan}. Nexus allows one
 * task of the type, and its user interface only a manual schedule.
 *
 * ```ts
 * new task.BlobstorePlanReconciliation("plan", { properties: { blobstoreName: ["default"], sinceDays: 7 } });
 * ```
 */
export class BlobstorePlanReconciliation extends taskOf<args.BlobstorePlanReconciliationArgs>(
  "blobstore.planReconciliation",
) {}

/**
 * Reconciles the database with the content of a blob store. Before release 3.83; later releases have
 * {@link BlobstorePlanReconciliation} instead.
 *
 * ```ts
 * new task.BlobstoreRebuildComponentDB("repair", { properties: { blobstoreName: "default", dryRun: true } });
 * ```
 */
export class BlobstoreRebuildComponentDB extends taskOf<args.BlobstoreRebuildComponentDBArgs>(
  "blobstore.rebuildComponentDB",
) {}

/**
 * Creates a backup of Nexus's database, if it is H2.
 *
 * ```ts
 * new task.H2BackupTask("backup", { schedule: { daily: "01:00" }, properties: { location: "/nexus-data/backup" } });
 * ```
 */
export class H2BackupTask extends taskOf<args.H2BackupTaskArgs>("h2.backup.task") {}

/**
 * Sends an e-mail before the licence expires. Release 3.86 or later, Pro.
 *
 * ```ts
 * new task.LicenseExpirationNotification("licence", { alertEmail: "ops@example.org", schedule: { daily: "06:00" } });
 * ```
 */
export class LicenseExpirationNotification extends taskOf<args.LicenseExpirationNotificationArgs>(
  "license.expiration.notification",
) {}

/**
 * Creates compact tasks for S3 blob stores, instead of the expiration policies of their buckets.
 *
 * ```ts
 * new task.S3CompactTaskSchedulingMigration("compact S3", {});
 * ```
 */
export class S3CompactTaskSchedulingMigration extends taskOf<args.S3CompactTaskSchedulingMigrationArgs>(
  "s3.compact.task.scheduling.migration",
) {}

/**
 * Deletes the API keys of users that no longer exist.
 *
 * ```ts
 * new task.SecurityPurgeApiKeys("keys", { schedule: { daily: "05:00" } });
 * ```
 */
export class SecurityPurgeApiKeys extends taskOf<args.SecurityPurgeApiKeysArgs>("security.purge-api-keys") {}
