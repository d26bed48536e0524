/** Tasks: what Nexus does by itself, by a schedule or when it is told to. */
import type { TaskTypeId } from "../model/kinds/task-types.ts";
import { anyTask, type TaskSchema, taskKinds } from "../model/kinds/tasks.ts";
import { type Args, NexusResource, type Options } from "./resource.ts";

/** What a task of that type takes. */
export type TaskArgs<T extends TaskTypeId> = Args<TaskSchema<T>, "name">;

/** What the class of a type of task is. */
export type TaskClass<T extends TaskTypeId> = abstract new (
  name: string,
  args: TaskArgs<T>,
  options?: Options,
) => NexusResource;

function ofType<T extends TaskTypeId>(type: T): TaskClass<T> {
  abstract class OfType extends NexusResource {
    constructor(name: string, args: TaskArgs<T>, options?: Options) {
      super(taskKinds[type], name, args, options);
    }
  }
  return OfType;
}

/** What a task of any type takes. */
export type AnyTaskArgs = Args<typeof anyTask.schema, "name">;

/**
 * A task of any type, for those without a class of their own: its properties are texts.
 *
 * ```ts
 * new task.Task("export", { type: "repository.export", properties: { repositoryName: "files", targetFolder: "out" } });
 * ```
 */
export class Task extends NexusResource {
  constructor(name: string, args: AnyTaskArgs, options?: Options) {
    super(anyTask, name, args, options);
  }
}

/**
 * Gives back the space of what was deleted in a blob store.
 *
 * ```ts
 * new task.BlobstoreCompact("compact", {
 *   schedule: { daily: "02:00" }, properties: { blobstoreName: "default" },
 * });
 * ```
 */
export class BlobstoreCompact extends ofType("blobstore.compact") {}

/**
 * Deletes temporary files that a blob store was left with.
 *
 * ```ts
 * new task.BlobstoreDeleteTempFiles("temporary files", {
 *   schedule: { weekly: ["SUNDAY"], at: "03:00" }, properties: { blobstoreName: "default", olderThanDays: 3 },
 * });
 * ```
 */
export class BlobstoreDeleteTempFiles extends ofType("blobstore.delete-temp-files") {}

/**
 * Counts anew how much a blob store holds.
 *
 * ```ts
 * new task.BlobstoreMetricsReconcile("count", { properties: { blobstoreName: "default" } });
 * ```
 */
export class BlobstoreMetricsReconcile extends ofType("blobstore.metrics.reconcile") {}

/**
 * Makes the database fit what a blob store holds.
 *
 * ```ts
 * new task.BlobstoreRebuildComponentDB("repair", { properties: { blobstoreName: "default", dryRun: true } });
 * ```
 */
export class BlobstoreRebuildComponentDB extends ofType("blobstore.rebuildComponentDB") {}

/**
 * Makes the tree that people browse a repository by anew.
 *
 * ```ts
 * new task.CreateBrowseNodes("browse", { properties: { repositoryName: ["maven-releases"] } });
 * ```
 */
export class CreateBrowseNodes extends ofType("create.browse.nodes") {}

/**
 * Saves Nexus's database, where it is H2.
 *
 * ```ts
 * new task.H2BackupTask("backup", { schedule: { daily: "01:00" }, properties: { location: "/nexus-data/backup" } });
 * ```
 */
export class H2BackupTask extends ofType("h2.backup.task") {}

/**
 * Finds malware in repositories. Needs a connection to IQ Server; release 3.92 or later.
 *
 * ```ts
 * new task.MalwareRemediator("malware", { properties: { repositoryName: "*" } });
 * ```
 */
export class MalwareRemediator extends ofType("malware.remediator") {}

/**
 * Makes the metadata of an apt repository anew.
 *
 * ```ts
 * new task.RepositoryAptRebuildMetadata("apt", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryAptRebuildMetadata extends ofType("repository.apt.rebuild.metadata") {}

/**
 * The nightly cleanup, which deletes what cleanup policies say. Nexus brings it: it is adopted, and stays.
 *
 * ```ts
 * new task.RepositoryCleanup("cleanup", { schedule: { cron: "0 0 4 * * ?" } });
 * ```
 */
export class RepositoryCleanup extends ofType("repository.cleanup") {}

/**
 * Deletes layers and manifests that no image has any more.
 *
 * ```ts
 * new task.RepositoryDockerGc("docker gc", { schedule: { daily: "03:00" }, properties: { repositoryName: "*", deployOffset: 24 } });
 * ```
 */
export class RepositoryDockerGc extends ofType("repository.docker.gc") {}

/**
 * Deletes what is left of uploads of images that were never ended.
 *
 * ```ts
 * new task.RepositoryDockerUploadPurge("uploads", { schedule: { daily: "04:00" }, properties: { age: 24 } });
 * ```
 */
export class RepositoryDockerUploadPurge extends ofType("repository.docker.upload-purge") {}

/**
 * Makes the index of a helm repository anew.
 *
 * ```ts
 * new task.RepositoryHelmRebuildMetadata("helm", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryHelmRebuildMetadata extends ofType("repository.helm.rebuild.metadata") {}

/**
 * Publishes a Maven repository's index for development environments.
 *
 * ```ts
 * new task.RepositoryMavenPublishDotindex("index", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryMavenPublishDotindex extends ofType("repository.maven.publish-dotindex") {}

/**
 * Deletes snapshots that nobody asks for.
 *
 * ```ts
 * new task.RepositoryMavenPurgeUnusedSnapshots("unused", {
 *   schedule: { weekly: ["SUNDAY"], at: "03:00" }, properties: { repositoryName: "maven-snapshots", lastUsed: 90 },
 * });
 * ```
 */
export class RepositoryMavenPurgeUnusedSnapshots extends ofType("repository.maven.purge-unused-snapshots") {}

/**
 * Makes the metadata of a Maven repository anew.
 *
 * ```ts
 * new task.RepositoryMavenRebuildMetadata("metadata", { properties: { repositoryName: "*", groupId: "com.example" } });
 * ```
 */
export class RepositoryMavenRebuildMetadata extends ofType("repository.maven.rebuild-metadata") {}

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
export class RepositoryMavenRemoveSnapshots extends ofType("repository.maven.remove-snapshots") {}

/**
 * Mends the base versions of a Maven repository's snapshots.
 *
 * ```ts
 * new task.RepositoryMavenRepairBaseVersion("versions", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryMavenRepairBaseVersion extends ofType("repository.maven.repair-base-version") {}

/**
 * Takes a Maven repository's published index away.
 *
 * ```ts
 * new task.RepositoryMavenUnpublishDotindex("no index", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryMavenUnpublishDotindex extends ofType("repository.maven.unpublish-dotindex") {}

/**
 * Makes the metadata of an npm repository anew.
 *
 * ```ts
 * new task.RepositoryNpmRebuildMetadata("npm", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryNpmRebuildMetadata extends ofType("repository.npm.rebuild-metadata") {}

/**
 * Makes the search index of an npm repository anew.
 *
 * ```ts
 * new task.RepositoryNpmReindex("npm index", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryNpmReindex extends ofType("repository.npm.reindex") {}

/**
 * Deletes components that nobody asks for.
 *
 * ```ts
 * new task.RepositoryPurgeUnused("unused", {
 *   schedule: { monthly: [1, "last"], at: "03:00" }, properties: { repositoryName: "maven-central", lastUsed: 365 },
 * });
 * ```
 */
export class RepositoryPurgeUnused extends ofType("repository.purge-unused") {}

/**
 * Makes the metadata of a PyPI repository anew.
 *
 * ```ts
 * new task.RepositoryPypiRebuildMetadata("pypi", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryPypiRebuildMetadata extends ofType("repository.pypi.rebuild-metadata") {}

/**
 * Makes the search index of a repository anew.
 *
 * ```ts
 * new task.RepositoryRebuildIndex("search", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryRebuildIndex extends ofType("repository.rebuild-index") {}

/**
 * Makes the versions file of a RubyGems repository anew.
 *
 * ```ts
 * new task.RepositoryRubyRebuildVersions("gems", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryRubyRebuildVersions extends ofType("repository.ruby.rebuild.versions") {}

/**
 * Makes the metadata of a yum repository anew.
 *
 * ```ts
 * new task.RepositoryYumRebuildMetadata("yum", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryYumRebuildMetadata extends ofType("repository.yum.rebuild.metadata") {}

/**
 * Deletes API keys whose users are gone.
 *
 * ```ts
 * new task.SecurityPurgeApiKeys("keys", { schedule: { daily: "05:00" } });
 * ```
 */
export class SecurityPurgeApiKeys extends ofType("security.purge-api-keys") {}
