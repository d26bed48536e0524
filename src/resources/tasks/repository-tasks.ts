/** Tasks on repositories: cleanup, metadata, indexes and garbage collection, run by a schedule or by hand. */
import type * as args from "../arguments/repository-tasks.ts";
import { taskOf } from "./task-class.ts";

export type * from "../arguments/repository-tasks.ts";

/**
 * Rebuilds the tree of a repository's browse page.
 *
 * ```ts
 * new task.CreateBrowseNodes("browse", { properties: { repositoryName: ["maven-releases"] } });
 * ```
 */
export class CreateBrowseNodes extends taskOf<args.CreateBrowseNodesArgs>("create.browse.nodes") {}

/**
 * Finds malware in repositories. Needs a connection to an IQ Server.
 *
 * ```ts
 * new task.MalwareRemediator("malware", { properties: { repositoryName: "*" } });
 * ```
 */
export class MalwareRemediator extends taskOf<args.MalwareRemediatorArgs>("malware.remediator") {}

/**
 * Rebuilds the metadata of an apt repository.
 *
 * ```ts
 * new task.RepositoryAptRebuildMetadata("apt", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryAptRebuildMetadata extends taskOf<args.RepositoryAptRebuildMetadataArgs>(
  "repository.apt.rebuild.metadata",
) {}

/**
 * The nightly cleanup, which applies cleanup policies. Nexus creates this task: it is adopted, and kept if it is no longer declared.
 *
 * ```ts
 * new task.RepositoryCleanup("cleanup", { schedule: { cron: "0 0 4 * * ?" } });
 * ```
 */
export class RepositoryCleanup extends taskOf<args.RepositoryCleanupArgs>("repository.cleanup") {}

/**
 * Deletes layers and manifests that no image uses.
 *
 * ```ts
 * new task.RepositoryDockerGc("docker gc", { schedule: { daily: "03:00" }, properties: { repositoryName: "*", deployOffset: 24 } });
 * ```
 */
export class RepositoryDockerGc extends taskOf<args.RepositoryDockerGcArgs>("repository.docker.gc") {}

/**
 * Deletes incomplete uploads of images.
 *
 * ```ts
 * new task.RepositoryDockerUploadPurge("uploads", { schedule: { daily: "04:00" }, properties: { age: 24 } });
 * ```
 */
export class RepositoryDockerUploadPurge extends taskOf<args.RepositoryDockerUploadPurgeArgs>(
  "repository.docker.upload-purge",
) {}

/**
 * Exports the files of a repository to a folder. Pro.
 *
 * ```ts
 * new task.RepositoryExport("export", { properties: { repositoryName: "files", targetDir: "/export/files" } });
 * ```
 */
export class RepositoryExport extends taskOf<args.RepositoryExportArgs>("repository.export") {}

/**
 * Rebuilds the index of a helm repository.
 *
 * ```ts
 * new task.RepositoryHelmRebuildMetadata("helm", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryHelmRebuildMetadata extends taskOf<args.RepositoryHelmRebuildMetadataArgs>(
  "repository.helm.rebuild.metadata",
) {}

/**
 * Imports files from a folder into a hosted repository. Pro.
 *
 * ```ts
 * new task.RepositoryImport("import", { properties: { repositoryName: "files", sourceDir: "/import/files" } });
 * ```
 */
export class RepositoryImport extends taskOf<args.RepositoryImportArgs>("repository.import") {}

/**
 * Publishes the index of a Maven repository, for development environments.
 *
 * ```ts
 * new task.RepositoryMavenPublishDotindex("index", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryMavenPublishDotindex extends taskOf<args.RepositoryMavenPublishDotindexArgs>(
  "repository.maven.publish-dotindex",
) {}

/**
 * Deletes snapshots that were not requested for a number of days.
 *
 * ```ts
 * new task.RepositoryMavenPurgeUnusedSnapshots("unused", {
 *   schedule: { weekly: ["SUNDAY"], at: "03:00" }, properties: { repositoryName: "maven-snapshots", lastUsed: 90 },
 * });
 * ```
 */
export class RepositoryMavenPurgeUnusedSnapshots extends taskOf<args.RepositoryMavenPurgeUnusedSnapshotsArgs>(
  "repository.maven.purge-unused-snapshots",
) {}

/**
 * Rebuilds the metadata of a Maven repository.
 *
 * ```ts
 * new task.RepositoryMavenRebuildMetadata("metadata", { properties: { repositoryName: "*", groupId: "com.example" } });
 * ```
 */
export class RepositoryMavenRebuildMetadata extends taskOf<args.RepositoryMavenRebuildMetadataArgs>(
  "repository.maven.rebuild-metadata",
) {}

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
export class RepositoryMavenRemoveSnapshots extends taskOf<args.RepositoryMavenRemoveSnapshotsArgs>(
  "repository.maven.remove-snapshots",
) {}

/**
 * Repairs the base versions of a Maven repository's snapshots.
 *
 * ```ts
 * new task.RepositoryMavenRepairBaseVersion("versions", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryMavenRepairBaseVersion extends taskOf<args.RepositoryMavenRepairBaseVersionArgs>(
  "repository.maven.repair-base-version",
) {}

/**
 * Removes the published index of a Maven repository.
 *
 * ```ts
 * new task.RepositoryMavenUnpublishDotindex("no index", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryMavenUnpublishDotindex extends taskOf<args.RepositoryMavenUnpublishDotindexArgs>(
  "repository.maven.unpublish-dotindex",
) {}

/**
 * Moves the content of a repository to another blob store. Pro.
 *
 * ```ts
 * new task.RepositoryMove("move", { properties: { moveRepositoryName: "files", moveTargetBlobstore: "large" } });
 * ```
 */
export class RepositoryMove extends taskOf<args.RepositoryMoveArgs>("repository.move") {}

/**
 * Rebuilds the metadata of an npm repository.
 *
 * ```ts
 * new task.RepositoryNpmRebuildMetadata("npm", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryNpmRebuildMetadata extends taskOf<args.RepositoryNpmRebuildMetadataArgs>(
  "repository.npm.rebuild-metadata",
) {}

/**
 * Rebuilds the search index of an npm repository.
 *
 * ```ts
 * new task.RepositoryNpmReindex("npm index", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryNpmReindex extends taskOf<args.RepositoryNpmReindexArgs>("repository.npm.reindex") {}

/**
 * Deletes components that were not requested for a number of days.
 *
 * ```ts
 * new task.RepositoryPurgeUnused("unused", {
 *   schedule: { monthly: [1, "last"], at: "03:00" }, properties: { repositoryName: "maven-central", lastUsed: 365 },
 * });
 * ```
 */
export class RepositoryPurgeUnused extends taskOf<args.RepositoryPurgeUnusedArgs>("repository.purge-unused") {}

/**
 * Generates the missing SHA-256 checksums of PyPI repositories.
 *
 * ```ts
 * new task.RepositoryPypiGenerateMissingSha256Checksums("checksums", { properties: { repositoryName: ["*"] } });
 * ```
 */
export class RepositoryPypiGenerateMissingSha256Checksums extends taskOf<args.RepositoryPypiGenerateMissingSha256ChecksumsArgs>(
  "repository.pypi.generate-missing-sha256-checksums",
) {}

/**
 * Rebuilds the metadata of a PyPI repository.
 *
 * ```ts
 * new task.RepositoryPypiRebuildMetadata("pypi", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryPypiRebuildMetadata extends taskOf<args.RepositoryPypiRebuildMetadataArgs>(
  "repository.pypi.rebuild-metadata",
) {}

/**
 * Rebuilds the search index of a repository.
 *
 * ```ts
 * new task.RepositoryRebuildIndex("search", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryRebuildIndex extends taskOf<args.RepositoryRebuildIndexArgs>("repository.rebuild-index") {}

/**
 * Rebuilds the versions file of a RubyGems repository.
 *
 * ```ts
 * new task.RepositoryRubyRebuildVersions("gems", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryRubyRebuildVersions extends taskOf<args.RepositoryRubyRebuildVersionsArgs>(
  "repository.ruby.rebuild.versions",
) {}

/**
 * Rebuilds the metadata of a yum repository.
 *
 * ```ts
 * new task.RepositoryYumRebuildMetadata("yum", { properties: { repositoryName: "*" } });
 * ```
 */
export class RepositoryYumRebuildMetadata extends taskOf<args.RepositoryYumRebuildMetadataArgs>(
  "repository.yum.rebuild.metadata",
) {}

/**
 * Deletes tags, and on request the components that have them. Pro.
 *
 * ```ts
 * new task.TagsCleanup("old tags", { schedule: { daily: "03:00" }, properties: { lastUpdatedDays: 90 } });
 * ```
 */
export class TagsCleanup extends taskOf<args.TagsCleanupArgs>("tags.cleanup") {}
