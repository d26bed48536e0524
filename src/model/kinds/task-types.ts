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

/** Of a type of task: what it is told, and which Nexus has it. */
interface TaskType<S extends z.ZodObject = z.ZodObject> {
  properties: S;
  requires?: Requirements;
  /** Nexus itself makes the one that there is, and calls it so; nobody can make or delete one. */
  one?: string;
}

function type<S extends z.ZodRawShape>(
  properties: S,
  more: Omit<TaskType, "properties"> = {},
): TaskType<z.ZodObject<S, z.core.$strict>> {
  return { properties: z.strictObject(properties), ...more };
}

/** Which repositories: a name, or `*` for all that the task is for. */
function repository(target: RepositoryTarget = {}) {
  return referenceTo("repository", { target });
}

/** One or more days. */
const days = () => z.int().min(1, "must be at least 1 day");
/** Days, none included. */
const daysOrNone = (more: FieldMetadata = {}) =>
  z.int().min(0, "must be at least 0 days").optional().register(fieldMetadata, more);
const hours = (createDefault: number) => withCreateDefault(z.int().min(0, "must be at least 0 hours"), createDefault);
const flag = (createDefault: boolean) => withCreateDefault(z.boolean(), createDefault);

const blobStore = {
  /** The blob store. */
  blobstoreName: referenceTo("blob store"),
};
const anyRepository = {
  /** The repository, `*` for all. */
  repositoryName: repository(),
};
const repositoryOf = (format: string, ...types: NonNullable<RepositoryTarget["types"]>) => ({
  /** A repository of the format that the task is for, `*` for all of them. */
  repositoryName: repository({ format, ...(types.length && { types }) }),
});
/** The Core has maven2, raw and apt alone, and what belongs to them. */
const fullOnly = { requires: { notIn: ["CORE"] } } as const satisfies Omit<TaskType, "properties">;

/**
 * The types of task whose properties are known, by Nexus's own ids. Those of the Core are as a Core 3.71 describes them;
 * the others are by the documents.
 */
export const taskTypes = {
  /** Gives back the space of what was deleted in a blob store. */
  "blobstore.compact": type({
    ...blobStore,
    /** Only what was deleted before that many days. Release 3.80 or later. */
    blobsOlderThan: daysOrNone({ since: "3.80.0" }),
  }),
  "blobstore.delete-temp-files": type({
    ...blobStore,
    /** Only files of more than that many days. */
    olderThanDays: daysOrNone(),
  }),
  "blobstore.metrics.reconcile": type(blobStore),
  "blobstore.rebuildComponentDB": type({
    ...blobStore,
    /** Says what it would do, and does nothing. */
    dryRun: flag(false),
    /** Only blobs of the last that many days. */
    sinceDays: daysOrNone(),
    /** Makes assets of blobs that have none. */
    restoreBlobs: flag(true),
    /** Takes back deletions of blobs that have assets. */
    undeleteBlobs: flag(true),
    /** Looks whether what the database says of each blob is so. */
    integrityCheck: flag(true),
  }),
  "create.browse.nodes": type({
    /** Repositories, no groups; `["*"]` for all. */
    repositoryName: unorderedList(repository({ types: ["hosted", "proxy"] })).min(1),
  }),
  "h2.backup.task": type({
    /** The folder on Nexus's host that the backup goes to. */
    location: z.string().min(1),
  }),
  "malware.remediator": type(
    {
      ...anyRepository,
      /** Deletes what is found, and not only tells it. */
      enableMalwareCleanup: flag(false),
    },
    { requires: { since: "3.92.0", notIn: ["CORE"] } },
  ),
  "repository.apt.rebuild.metadata": type({
    ...repositoryOf("apt", "hosted"),
    /** All of it, and not only what has changed. */
    rebuildAptMetadataFullRebuild: flag(false),
  }),
  "repository.cleanup": type({}, { one: cleanupTask.name }),
  "repository.docker.gc": type(
    {
      ...repositoryOf("docker"),
      /** Leaves what is younger than that many hours. Default at creation: 24. */
      deployOffset: hours(24),
    },
    fullOnly,
  ),
  "repository.docker.upload-purge": type(
    {
      /** Uploads that were begun more than that many hours ago. Default at creation: 24. */
      age: hours(24),
    },
    fullOnly,
  ),
  "repository.helm.rebuild.metadata": type(repositoryOf("helm", "hosted"), fullOnly),
  "repository.maven.publish-dotindex": type(repositoryOf("maven2")),
  "repository.maven.purge-unused-snapshots": type({
    ...repositoryOf("maven2"),
    /** Days since anyone asked for it. */
    lastUsed: days(),
  }),
  "repository.maven.rebuild-metadata": type({
    ...repositoryOf("maven2", "hosted"),
    /** Only of this group. */
    groupId: z.string().optional(),
    /** Only of this artifact; needs `groupId`. */
    artifactId: z.string().optional(),
    /** Only of this version; needs `artifactId`. */
    baseVersion: z.string().optional(),
    /** Makes checksums anew that are missing or wrong. */
    rebuildChecksums: flag(false),
    /** Of all below the group, too. */
    cascadeRebuild: flag(true),
  }),
  "repository.maven.remove-snapshots": type({
    ...repositoryOf("maven2"),
    /** How many to keep of each, whatever their age; -1 for all. */
    minimumRetained: withCreateDefault(z.int().min(-1), 1),
    /** Keeps those of the last that many days. */
    snapshotRetentionDays: withCreateDefault(z.int().min(0, "must be at least 0 days"), 30),
    /** Deletes those whose release is there. */
    removeIfReleased: flag(false),
    /** Days after the release in which they stay. */
    gracePeriodInDays: daysOrNone(),
  }),
  "repository.maven.repair-base-version": type(repositoryOf("maven2", "hosted")),
  "repository.maven.unpublish-dotindex": type(repositoryOf("maven2")),
  "repository.npm.rebuild-metadata": type(repositoryOf("npm", "hosted"), fullOnly),
  "repository.npm.reindex": type(repositoryOf("npm"), fullOnly),
  "repository.purge-unused": type({
    ...anyRepository,
    /** Days since anyone asked for it. */
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
