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
const oneRepository = {
  /** The name of the repository. */
  repositoryName: referenceTo("repository", { target: { types: ["hosted", "proxy"] } }),
};
/** They replaced blobstore.rebuildComponentDB, at the latest by 3.83. The user interface of 3.77 knows them. */
const reconciliation = {
  requires: { since: { after: "3.71.0", by: "3.83.0" }, notIn: ["CORE"] },
} as const satisfies Omit<TaskType, "properties">;
/** Not in the Core edition, which has only maven2, raw and apt. */
const fullOnly = { requires: { notIn: ["CORE"] } } as const satisfies Omit<TaskType, "properties">;
const proOnly = { requires: { notIn: ["CORE", "OSS", "COMMUNITY"] } } as const satisfies Omit<TaskType, "properties">;

/** At least 0 units of time before now. */
const timespan = () => z.int().min(0).optional();
const date = () => z.string().regex(/^\d\d\/\d\d\/\d{4}$/, 'must be a date such as "06/24/2026"');

/**
 * The types of tasks whose properties are known, by Nexus's ids. Sources: a Nexus Core 3.71 for the types that it has;
 * Sonatype's documentation, the forms of the user interface of 3.9x and other clients for the others.
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
  "blobstore.executeReconciliationPlan": type({}, reconciliation),
  "blobstore.gcs.soft-deleted-blobs.migration": type({}, proOnly),
  "blobstore.group.memberRemoval": type(
    {
      /** The name of the blob store group. */
      fromGroup: referenceTo("blob store"),
      /** The name of the blob store to remove from the group. */
      memberToRemove: referenceTo("blob store"),
    },
    proOnly,
  ),
  "blobstore.metrics.reconcile": type(blobStore),
  "blobstore.planReconciliation": type(
    {
      /** The names of blob stores. Default: all. */
      blobstoreName: unorderedList(referenceTo("blob store")).min(1).optional(),
      /** The names of repositories, the most important first. Default: all of the blob stores. */
      repositoryName: z.array(repository()).min(1).optional(),
      /** The limit of the task: `duration`, by the `since` properties, or `dates`. Default on creation: `duration`. */
      taskScope: withCreateDefault(z.enum(["duration", "dates"]), "duration"),
      /** The days before now whose files are compared. */
      sinceDays: timespan(),
      /** The hours before now whose files are compared, in addition to the days. */
      sinceHours: timespan(),
      /** The minutes before now whose files are compared, in addition to the hours. Nexus's default: 30. */
      sinceMinutes: timespan(),
      /** The first day whose files are compared: `"06/24/2026"`. */
      reconcileStartDate: date().optional(),
      /** The last day whose files are compared: `"06/24/2026"`. */
      reconcileEndDate: date().optional(),
      /** Keeps the database records of missing blobs, and only reports them. Nexus's default: true. */
      onlyNotify: z.boolean().optional(),
    },
    reconciliation,
  ),
  "blobstore.rebuildComponentDB": type(
    {
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
    },
    {
      requires: {
        // An upgrade to 3.83 removes its tasks (Sonatype's documentation).
        removedIn: "3.83.0",
        replacement: "the tasks blobstore.planReconciliation and blobstore.executeReconciliationPlan",
      },
    },
  ),
  "create.browse.nodes": type({
    /** The names of repositories, without groups; `["*"]` for all. */
    repositoryName: unorderedList(repository({ types: ["hosted", "proxy"] })).min(1),
  }),
  "h2.backup.task": type({
    /** The folder for the backup, on Nexus's host. */
    location: z.string().min(1),
  }),
  "license.expiration.notification": type({}, { requires: { since: "3.86.0", ...proOnly.requires } }),
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
  "repository.export": type(
    {
      ...oneRepository,
      /** The folder for the files, on Nexus's host. */
      targetDir: z.string().min(1),
      /** Exports only files that were neither changed nor downloaded for that many days. Default: all files. */
      exportThreshold: days().optional(),
    },
    proOnly,
  ),
  "repository.helm.rebuild.metadata": type(repositoryOf("helm", "hosted"), fullOnly),
  "repository.import": type(
    {
      /** The name of the hosted repository. */
      repositoryName: referenceTo("repository", { target: { types: ["hosted"] } }),
      /** The folder of the files, on Nexus's host. */
      sourceDir: z.string().min(1),
      /** The number of files that are imported together; at least 1. */
      batchSize: z.int().min(1).optional(),
      /** Links the files instead of copying them; the blob store must be on the same file system. Default on creation: false. */
      enableHardLinks: flag(false),
    },
    proOnly,
  ),
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
  "repository.move": type(
    {
      /** The name of the repository. */
      moveRepositoryName: referenceTo("repository"),
      /** The name of the blob store that the content is moved to. */
      moveTargetBlobstore: referenceTo("blob store"),
    },
    proOnly,
  ),
  "repository.npm.rebuild-metadata": type(repositoryOf("npm", "hosted"), fullOnly),
  "repository.npm.reindex": type(repositoryOf("npm"), fullOnly),
  "repository.purge-unused": type({
    ...anyRepository,
    /** The minimum days since the last request; at least 1. */
    lastUsed: days(),
  }),
  "repository.pypi.generate-missing-sha256-checksums": type(
    {
      /** The names of PyPI repositories, without groups; `["*"]` for all. */
      repositoryName: unorderedList(repository({ format: "pypi", types: ["hosted", "proxy"] })).min(1),
    },
    fullOnly,
  ),
  "repository.pypi.rebuild-metadata": type(repositoryOf("pypi", "hosted"), fullOnly),
  "repository.rebuild-index": type(anyRepository),
  "repository.ruby.rebuild.versions": type(repositoryOf("rubygems", "hosted"), fullOnly),
  "repository.yum.rebuild.metadata": type(repositoryOf("yum", "hosted"), fullOnly),
  "s3.compact.task.scheduling.migration": type({}, fullOnly),
  "security.purge-api-keys": type({}),
  "tags.cleanup": type(
    {
      /** The minimum days since the creation of a tag; 0 for any age. Default on creation: 0. */
      firstCreatedDays: withCreateDefault(z.int().min(0, "must be at least 0 days"), 0),
      /** The minimum days since the last change of a tag; 0 for any age. Default on creation: 0. */
      lastUpdatedDays: withCreateDefault(z.int().min(0, "must be at least 0 days"), 0),
      /** A regular expression for the names of tags. Default: all names. */
      nameRegex: z.string().min(1).optional(),
      /** Also deletes the components that have the tag. Default on creation: false. */
      deleteAssociatedComponents: flag(false),
      /** Deletes only components of this repository, or of a format: `*-maven2`. Default: all repositories. */
      restrictComponentDelete: z.string().min(1).optional(),
    },
    proOnly,
  ),
} as const;

export type TaskTypes = typeof taskTypes;
export type TaskTypeId = keyof TaskTypes;
