/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonTaskArgs } from "./common.ts";

/** The arguments of {@link CreateBrowseNodes}. */
export interface CreateBrowseNodesArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<CreateBrowseNodesProperties>;
}

/** The arguments of {@link MalwareRemediator}. */
export interface MalwareRemediatorArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<MalwareRemediatorProperties>;
}

/** The arguments of {@link RepositoryAptRebuildMetadata}. */
export interface RepositoryAptRebuildMetadataArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryAptRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryCleanup}. */
export interface RepositoryCleanupArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link RepositoryDockerGc}. */
export interface RepositoryDockerGcArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryDockerGcProperties>;
}

/** The arguments of {@link RepositoryDockerUploadPurge}. */
export interface RepositoryDockerUploadPurgeArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<RepositoryDockerUploadPurgeProperties | undefined>;
}

/** The arguments of {@link RepositoryExport}. */
export interface RepositoryExportArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryExportProperties>;
}

/** The arguments of {@link RepositoryHelmRebuildMetadata}. */
export interface RepositoryHelmRebuildMetadataArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryImport}. */
export interface RepositoryImportArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryImportProperties>;
}

/** The arguments of {@link RepositoryMavenPublishDotindex}. */
export interface RepositoryMavenPublishDotindexArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryMavenPurgeUnusedSnapshots}. */
export interface RepositoryMavenPurgeUnusedSnapshotsArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryMavenPurgeUnusedSnapshotsProperties>;
}

/** The arguments of {@link RepositoryMavenRebuildMetadata}. */
export interface RepositoryMavenRebuildMetadataArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryMavenRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryMavenRemoveSnapshots}. */
export interface RepositoryMavenRemoveSnapshotsArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryMavenRemoveSnapshotsProperties>;
}

/** The arguments of {@link RepositoryMavenRepairBaseVersion}. */
export interface RepositoryMavenRepairBaseVersionArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryMavenUnpublishDotindex}. */
export interface RepositoryMavenUnpublishDotindexArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryMove}. */
export interface RepositoryMoveArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryMoveProperties>;
}

/** The arguments of {@link RepositoryNpmRebuildMetadata}. */
export interface RepositoryNpmRebuildMetadataArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryNpmReindex}. */
export interface RepositoryNpmReindexArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryPurgeUnused}. */
export interface RepositoryPurgeUnusedArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryPurgeUnusedProperties>;
}

/** The arguments of {@link RepositoryPypiGenerateMissingSha256Checksums}. */
export interface RepositoryPypiGenerateMissingSha256ChecksumsArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryPypiGenerateMissingSha256ChecksumsProperties>;
}

/** The arguments of {@link RepositoryPypiRebuildMetadata}. */
export interface RepositoryPypiRebuildMetadataArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryRebuildIndex}. */
export interface RepositoryRebuildIndexArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryRebuildIndexProperties>;
}

/** The arguments of {@link RepositoryRubyRebuildVersions}. */
export interface RepositoryRubyRebuildVersionsArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link RepositoryYumRebuildMetadata}. */
export interface RepositoryYumRebuildMetadataArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RepositoryHelmRebuildMetadataProperties>;
}

/** The arguments of {@link TagsCleanup}. */
export interface TagsCleanupArgs extends CommonTaskArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<TagsCleanupProperties | undefined>;
}

/** The block `properties`. */
export interface CreateBrowseNodesProperties {
  /** The names of repositories, without groups; `["*"]` for all. */
  repositoryName: pulumi.Input<pulumi.Input<string>[]>;
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
