/** Tasks: maintenance jobs of Nexus, run by a schedule or by hand. */
import type { TaskTypeId } from "../model/kinds/task-types.ts";
import { anyTask, type TaskSchema, taskKinds } from "../model/kinds/tasks.ts";
import { type Args, NexusResource, type Options } from "./resource.ts";

/** The arguments of a task of the type. */
export type TaskArgs<T extends TaskTypeId> = Args<TaskSchema<T>, "name">;

/** The base class of the tasks of a type. */
export type TaskClass<T extends TaskTypeId> = abstract new (
  name: string,
  args: TaskArgs<T>,
  options?: Options,
) => NexusResource;

function taskOfType<T extends TaskTypeId>(type: T): TaskClass<T> {
  abstract class OfType extends NexusResource {
    constructor(name: string, args: TaskArgs<T>, options?: Options) {
      super(taskKinds[type], name, args, options);
    }
  }
  return OfType;
}

/** The arguments of {@link Task}. */
export type AnyTaskArgs = Args<typeof anyTask.schema, "name">;

/**
 * A task of any type, for types without a class of their own. Its properties are texts.
 *
 * ```ts
 * new task.Task("alpine", { type: "repository.alpine.rebuild.metadata", properties: { repositoryName: "*" } });
 * ```
 */
export class Task extends NexusResource {
  constructor(name: string, args: AnyTaskArgs, options?: Options) {
    super(anyTask, name, args, options);
  }
}

/**
 * Frees the space of deleted blobs in a blob store.
 *
 * ```ts
 * new task.BlobstoreCompact("compact", {
 *   schedule: { daily: "02:00" }, properties: { blobstoreName: "default" },
 * });
 * ```
 */
export class BlobstoreCompact extends taskOfType("blobstore.compact") {}

/**
 * Deletes temporary files of a blob store.
 *
 * ```ts
 * new task.BlobstoreDeleteTempFiles("temporary files", {
 *   schedule: { weekly: ["SUNDAY"], at: "03:00" }, properties: { blobstoreName: "default", olderThanDays: 3 },
 * });
 * ```
 */
export class BlobstoreDeleteTempFiles extends taskOfType("blobstore.delete-temp-files") {}

/**
 * Executes the plan of a {@link BlobstorePlanReconciliation} task, whose properties it uses. Nexus allows one task of the type.
 *
 * ```ts
 * new task.BlobstoreExecuteReconciliationPlan("execute plan", {});
 * ```
 */
export class BlobstoreExecuteReconciliationPlan extends taskOfType("blobstore.executeReconciliationPlan") {}

/**
 * Migrates the deleted blobs of Google Cloud blob stores to the form of newer releases. Pro.
 *
 * ```ts
 * new task.BlobstoreGcsSoftDeletedBlobsMigration("migrate", {});
 * ```
 */
export class BlobstoreGcsSoftDeletedBlobsMigration extends taskOfType("blobstore.gcs.soft-deleted-blobs.migration") {}

/**
 * Moves the blobs of a blob store to the other members of its group, and removes it from the group. Pro.
 *
 * ```ts
 * new task.BlobstoreGroupMemberRemoval("retire", { properties: { fromGroup: "all", memberToRemove: "old" } });
 * ```
 */
export class BlobstoreGroupMemberRemoval extends taskOfType("blobstore.group.memberRemoval") {}

/**
 * Recalculates the size and the number of blobs of a blob store.
 *
 * ```ts
 * new task.BlobstoreMetricsReconcile("count", { properties: { blobstoreName: "default" } });
 * ```
 */
export class BlobstoreMetricsReconcile extends taskOfType("blobstore.metrics.reconcile") {}

/**
 * Compares blob stores with the database and plans the repair, for {@link BlobstoreExecuteReconciliationPlan}. Nexus allows one
 * task of the type, and its user interface only a manual schedule.
 *
 * ```ts
 * new task.BlobstorePlanReconciliation("plan", { properties: { blobstoreName: ["default"], sinceDays: 7 } });
 * ```
 */
export class BlobstorePlanReconciliation extends taskOfType("blobstore.planReconciliation") {}

/**
 * Reconciles the database with the content of a blob store. Before release 3.83; later releases have
 * {@link BlobstorePlanReconciliation} instead.
 *
 * ```ts
 * new task.BlobstoreRebuildComponentDB("repair", { properties: { blobstoreName: "default", dryRun: true } });
 * ```
 */
export class BlobstoreRebuildComponentDB extends taskOfType("blobstore.rebuildComponentDB") {}

/**
 * Rebuilds the tree of a repository's browse page.
 *
 * ```ts
 * new task.CreateBrowseNodes("browse", { properties: { repositoryName: ["maven-releases"] } });
 * ```
 */
export class CreateBrowseNodes extends taskOfType("create.browse.nodes") {}

/**
 * Creates a backup of Nexus's database, if it is H2.
 *
 * ```ts
 * new task.H2BackupTask("backup", { schedule: { daily: "01:00" }, properties: { location: "/nexus-data/backup" } });
 * ```
 */
export class H2BackupTask extends taskOfType("h2.backup.task") {}

/**
 * Sends an e-mail before the licence expires. Release 3.86 or later, Pro.
 *
 * ```ts
 * new task.LicenseExpirationNotification("licence", { alertEmail: "ops@example.org", schedule: { daily: "06:00" } });
 * ```
 */
export class LicenseExpirationNotification extends taskOfType("license.expiration.notification") {}

/**
 * Finds malware in repositories. Needs a connection to an IQ Server.
 *
 * ```ts
 * new task.MalwareRemediator("malware", { properties: { repositoryName: "*" } });
 * ```
 */
export class MalwareRemediator extends taskOfType("malware.remediator") {}

/**
 * Rebuilds the metadata of an apt repository.
 *
 * ```ts
 * new task.RepositoryAptRebuildMetadata("apt", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryAptRebuildMetadata extends taskOfType("repository.apt.rebuild.metadata") {}

/**
 * The nightly cleanup, which applies cleanup policies. Nexus creates this task: it is adopted, and kept if it is no longer declared.
 *
 * ```ts
 * new task.RepositoryCleanup("cleanup", { schedule: { cron: "0 0 4 * * ?" } });
 * ```
 */
export class RepositoryCleanup extends taskOfType("repository.cleanup") {}

/**
 * Deletes layers and manifests that no image uses.
 *
 * ```ts
 * new task.RepositoryDockerGc("docker gc", { schedule: { daily: "03:00" }, properties: { repositoryName: "*", deployOffset: 24 } });
 * ```
 */
export class RepositoryDockerGc extends taskOfType("repository.docker.gc") {}

/**
 * Deletes incomplete uploads of images.
 *
 * ```ts
 * new task.RepositoryDockerUploadPurge("uploads", { schedule: { daily: "04:00" }, properties: { age: 24 } });
 * ```
 */
export class RepositoryDockerUploadPurge extends taskOfType("repository.docker.upload-purge") {}

/**
 * Exports the files of a repository to a folder. Pro.
 *
 * ```ts
 * new task.RepositoryExport("export", { properties: { repositoryName: "files", targetDir: "/export/files" } });
 * ```
 */
export class RepositoryExport extends taskOfType("repository.export") {}

/**
 * Rebuilds the index of a helm repository.
 *
 * ```ts
 * new task.RepositoryHelmRebuildMetadata("helm", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryHelmRebuildMetadata extends taskOfType("repository.helm.rebuild.metadata") {}

/**
 * Imports files from a folder into a hosted repository. Pro.
 *
 * ```ts
 * new task.RepositoryImport("import", { properties: { repositoryName: "files", sourceDir: "/import/files" } });
 * ```
 */
export class RepositoryImport extends taskOfType("repository.import") {}

/**
 * Publishes the index of a Maven repository, for development environments.
 *
 * ```ts
 * new task.RepositoryMavenPublishDotindex("index", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryMavenPublishDotindex extends taskOfType("repository.maven.publish-dotindex") {}

/**
 * Deletes snapshots that were not requested for a number of days.
 *
 * ```ts
 * new task.RepositoryMavenPurgeUnusedSnapshots("unused", {
 *   schedule: { weekly: ["SUNDAY"], at: "03:00" }, properties: { repositoryName: "maven-snapshots", lastUsed: 90 },
 * });
 * ```
 */
export class RepositoryMavenPurgeUnusedSnapshots extends taskOfType("repository.maven.purge-unused-snapshots") {}

/**
 * Rebuilds the metadata of a Maven repository.
 *
 * ```ts
 * new task.RepositoryMavenRebuildMetadata("metadata", { properties: { repositoryName: "*", groupId: "com.example" } });
 * ```
 */
export class RepositoryMavenRebuildMetadata extends taskOfType("repository.maven.rebuild-metadata") {}

/**
 * Deletes old snapshots.
 *
 * ```ts
 * new task.RepositoryMavenRemoveSnapshots("snapshots", {
 *   schedule: { daily: "02:30" },
 *   properties: { repositoryName: "maven-snapshots", minimumRetained: 2, snapshotRetentionDays: 30 },
 * });
 * ```
 */
export class RepositoryMavenRemoveSnapshots extends taskOfType("repository.maven.remove-snapshots") {}

/**
 * Repairs the base versions of a Maven repository's snapshots.
 *
 * ```ts
 * new task.RepositoryMavenRepairBaseVersion("versions", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryMavenRepairBaseVersion extends taskOfType("repository.maven.repair-base-version") {}

/**
 * Removes the published index of a Maven repository.
 *
 * ```ts
 * new task.RepositoryMavenUnpublishDotindex("no index", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryMavenUnpublishDotindex extends taskOfType("repository.maven.unpublish-dotindex") {}

/**
 * Moves the content of a repository to another blob store. Pro.
 *
 * ```ts
 * new task.RepositoryMove("move", { properties: { moveRepositoryName: "files", moveTargetBlobstore: "large" } });
 * ```
 */
export class RepositoryMove extends taskOfType("repository.move") {}

/**
 * Rebuilds the metadata of an npm repository.
 *
 * ```ts
 * new task.RepositoryNpmRebuildMetadata("npm", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryNpmRebuildMetadata extends taskOfType("repository.npm.rebuild-metadata") {}

/**
 * Rebuilds the search index of an npm repository.
 *
 * ```ts
 * new task.RepositoryNpmReindex("npm index", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryNpmReindex extends taskOfType("repository.npm.reindex") {}

/**
 * Deletes components that were not requested for a number of days.
 *
 * ```ts
 * new task.RepositoryPurgeUnused("unused", {
 *   schedule: { monthly: [1, "last"], at: "03:00" }, properties: { repositoryName: "maven-central", lastUsed: 365 },
 * });
 * ```
 */
export class RepositoryPurgeUnused extends taskOfType("repository.purge-unused") {}

/**
 * Generates the missing SHA-256 checksums of PyPI repositories.
 *
 * ```ts
 * new task.RepositoryPypiGenerateMissingSha256Checksums("checksums", { properties: { repositoryName: ["*"] } });
 * ```
 */
export class RepositoryPypiGenerateMissingSha256Checksums extends taskOfType(
  "repository.pypi.generate-missing-sha256-checksums",
) {}

/**
 * Rebuilds the metadata of a PyPI repository.
 *
 * ```ts
 * new task.RepositoryPypiRebuildMetadata("pypi", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryPypiRebuildMetadata extends taskOfType("repository.pypi.rebuild-metadata") {}

/**
 * Rebuilds the search index of a repository.
 *
 * ```ts
 * new task.RepositoryRebuildIndex("search", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryRebuildIndex extends taskOfType("repository.rebuild-index") {}

/**
 * Rebuilds the versions file of a RubyGems repository.
 *
 * ```ts
 * new task.RepositoryRubyRebuildVersions("gems", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryRubyRebuildVersions extends taskOfType("repository.ruby.rebuild.versions") {}

/**
 * Rebuilds the metadata of a yum repository.
 *
 * ```ts
 * new task.RepositoryYumRebuildMetadata("yum", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryYumRebuildMetadata extends taskOfType("repository.yum.rebuild.metadata") {}

/**
 * Creates compact tasks for S3 blob stores, instead of the expiration policies of their buckets.
 *
 * ```ts
 * new task.S3CompactTaskSchedulingMigration("compact S3", {});
 * ```
 */
export class S3CompactTaskSchedulingMigration extends taskOfType("s3.compact.task.scheduling.migration") {}

/**
 * Deletes the API keys of users that no longer exist.
 *
 * ```ts
 * new task.SecurityPurgeApiKeys("keys", { schedule: { daily: "05:00" } });
 * ```
 */
export class SecurityPurgeApiKeys extends taskOfType("security.purge-api-keys") {}

/**
 * Deletes tags, and on request the components that have them. Pro.
 *
 * ```ts
 * new task.TagsCleanup("old tags", { schedule: { daily: "03:00" }, properties: { lastUpdatedDays: 90 } });
 * ```
 */
export class TagsCleanup extends taskOfType("tags.cleanup") {}
