import { z } from "zod";
import {
  type FieldMetadata,
  fieldMetadata,
  type RepositoryTarget,
  referenceTo,
  unorderedList,
  withCreateDefault,
} from "../field-metadata.ts";
import type { Requirements } from "../kind.ts";
import { cleanupTask } from "../nexus-defaults.ts";

/** A type of task: its properties, and the Nexus it requires. */
interface TaskType<S extends z.ZodObject = z.ZodObject> {
  properties: S;
  requires?: Requirements;
  /** The name of the only task of the type, which Nexus creates. It cannot be created or deleted. */
  singleton?: string;
}

function type<S extends z.ZodRawShape>(
  properties: S,
  more: Omit<TaskType, "properties"> = {},
): TaskType<z.ZodObject<S, z.core.$strict>> {
  return { properties: z.strictObject(properties), ...more };
}

/** A repository name, or `*` for all repositories that the task supports. */
function repository(target: RepositoryTarget = {}) {
  return referenceTo("repository", { target });
}

/** At least 1 day. */
const days = () => z.int().min(1, "must be at least 1 day");
/** At least 0 days. */
const daysOrZero = (more: FieldMetadata = {}) =>
  z.int().min(0, "must be at least 0 days").optional().register(fieldMetadata, more);
const hours = (createDefault: number) => withCreateDefault(z.int().min(0, "must be at least 0 hours"), createDefault);
const flag = (createDefault: boolean) => withCreateDefault(z.boolean(), createDefault);

const blobStore = {
  /** The name of the blob store. */
  blobstoreName: referenceTo("blob store"),
};
const anyRepository = {
  /** The name of the repository, or `*` for all. */
  repositoryName: repository(),
};
const repositoryOf = (format: string, ...types: NonNullable<RepositoryTarget["types"]>) => ({
  /** The name of a repository of the task's format, or `*` for all of them. */
  repositoryName: repository({ format, ...(types.length && { types }) }),
});
/** Not in the Core edition, which has only maven2, raw and apt. */
const fullOnly = { requires: { notIn: ["CORE"] } } as const satisfies Omit<TaskType, "properties">;

/**
 * The types of tasks whose properties are known, by Nexus's ids. Source: a Nexus Core 3.71 for the types that it has,
 * Sonatype's documentation for the others.
 */
export const taskTypes = {
  /** Frees the space of deleted blobs. */
  "blobstore.compact": type({
    ...blobStore,
    /** The minimum days since the deletion of a blob. Release 3.80 or later. */
    blobsOlderThan: daysOrZero({ since: "3.80.0" }),
  }),
  "blobstore.delete-temp-files": type({
    ...blobStore,
    /** The minimum age of files, in days. */
    olderThanDays: daysOrZero(),
  }),
  "blobstore.metrics.reconcile": type(blobStore),
  "blobstore.rebuildComponentDB": type({
    ...blobStore,
    /** Only logs the changes. Default on creation: false. */
    dryRun: flag(false),
    /** Restricts the task to blobs of that many last days. */
    sinceDays: daysOrZero(),
    /** Creates assets for blobs without one. Default on creation: true. */
    restoreBlobs: flag(true),
    /** Restores deleted blobs that have assets. Default on creation: true. */
    undeleteBlobs: flag(true),
    /** Compares the database with every blob. Default on creation: true. */
    integrityCheck: flag(true),
  }),
  "create.browse.nodes": type({
    /** The names of repositories, without groups; `["*"]` for all. */
    repositoryName: unorderedList(repository({ types: ["hosted", "proxy"] })).min(1),
  }),
  "h2.backup.task": type({
    /** The folder for the backup, on Nexus's host. */
    location: z.string().min(1),
  }),
  "malware.remediator": type(
    {
      ...anyRepository,
      /** Deletes malware instead of only reporting it. Default on creation: false. */
      enableMalwareCleanup: flag(false),
    },
    { requires: { since: { after: "3.71.0", by: "3.82.0" }, notIn: ["CORE"] } },
  ),
  "repository.apt.rebuild.metadata": type({
    ...repositoryOf("apt", "hosted"),
    /** Rebuilds all metadata, not only changed parts. Default on creation: false. */
    rebuildAptMetadataFullRebuild: flag(false),
  }),
  "repository.cleanup": type({}, { singleton: cleanupTask.name }),
  "repository.docker.gc": type(
    {
      ...repositoryOf("docker"),
      /** The minimum age, in hours, of what is deleted. Default on creation: 24. */
      deployOffset: hours(24),
    },
    fullOnly,
  ),
  "repository.docker.upload-purge": type(
    {
      /** The minimum age of an upload, in hours. Default on creation: 24. */
      age: hours(24),
    },
    fullOnly,
  ),
  "repository.helm.rebuild.metadata": type(repositoryOf("helm", "hosted"), fullOnly),
  "repository.maven.publish-dotindex": type(repositoryOf("maven2")),
  "repository.maven.purge-unused-snapshots": type({
    ...repositoryOf("maven2"),
    /** The minimum days since the last request; at least 1. */
    lastUsed: days(),
  }),
  "repository.maven.rebuild-metadata": type({
    ...repositoryOf("maven2", "hosted"),
    /** Restricts the task to this group id. */
    groupId: z.string().optional(),
    /** Restricts the task to this artifact id; needs `groupId`. */
    artifactId: z.string().optional(),
    /** Restricts the task to this version; needs `artifactId`. */
    baseVersion: z.string().optional(),
    /** Creates missing checksums and corrects wrong ones. Default on creation: false. */
    rebuildChecksums: flag(false),
    /** Includes all groups below `groupId`. Default on creation: true. */
    cascadeRebuild: flag(true),
  }),
  "repository.maven.remove-snapshots": type({
    ...repositoryOf("maven2"),
    /** The number of snapshots to keep of each version, independent of their age; -1 for all. Default on creation: 1. */
    minimumRetained: withCreateDefault(z.int().min(-1), 1),
    /** The days for which snapshots are kept. Default on creation: 30. */
    snapshotRetentionDays: withCreateDefault(z.int().min(0, "must be at least 0 days"), 30),
    /** Deletes snapshots whose release exists. Default on creation: false. */
    removeIfReleased: flag(false),
    /** The days for which snapshots are kept after their release. */
    gracePeriodInDays: daysOrZero(),
  }),
  "repository.maven.repair-base-version": type(repositoryOf("maven2", "hosted")),
  "repository.maven.unpublish-dotindex": type(repositoryOf("maven2")),
  "repository.npm.rebuild-metadata": type(repositoryOf("npm", "hosted"), fullOnly),
  "repository.npm.reindex": type(repositoryOf("npm"), fullOnly),
  "repository.purge-unused": type({
    ...anyRepository,
    /** The minimum days since the last request; at least 1. */
    lastUsed: days(),
  }),
  "repository.pypi.rebuild-metadata": type(repositoryOf("pypi", "hosted"), fullOnly),
  "repository.rebuild-index": type(anyRepository),
  "repository.ruby.rebuild.versions": type(repositoryOf("rubygems", "hosted"), fullOnly),
  "repository.yum.rebuild.metadata": type(repositoryOf("yum", "hosted"), fullOnly),
  "security.purge-api-keys": type({}),
} as const;

export type TaskTypes = typeof taskTypes;
export type TaskTypeId = keyof TaskTypes;
