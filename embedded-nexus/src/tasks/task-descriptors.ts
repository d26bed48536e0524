import type { Nexus } from "../nexus.ts";
import type { Edition } from "../options.ts";
import { isWithin, type ReleaseRange } from "../release.ts";

/** A type of tasks, as Nexus's TaskDescriptor. */
export interface TaskDescriptor {
  readonly name: string;
  /** The releases that have the type. Default: all. */
  readonly releases?: ReleaseRange;
  /** An internal type: users can change existing tasks of it but not create any. */
  readonly hidden?: true;
}

/** The types of a Core 3.71. */
const CORE: Readonly<Record<string, TaskDescriptor>> = {
  "assetBlob.cleanup": { name: "Admin - Cleanup unused asset blobs", hidden: true },
  "blobstore.compact": { name: "Admin - Compact blob store" },
  "blobstore.delete-temp-files": { name: "Admin - Delete blob store temporary files" },
  "blobstore.metrics.reconcile": { name: "Repair - Recalculate blob store storage" },
  "blobstore.rebuildComponentDB": {
    name: "Repair - Reconcile component database from blob store",
    // An upgrade to 3.83 removes its tasks (documented).
    releases: { before: "3.83" },
  },
  "create.browse.nodes": { name: "Repair - Rebuild repository browse" },
  "h2.backup.task": { name: "Admin - Backup H2 Database" },
  "repository.apt.rebuild.metadata": { name: "Apt - Rebuild Apt metadata" },
  "repository.cleanup": { name: "Admin - Cleanup repositories using their associated policies", hidden: true },
  "repository.maven.publish-dotindex": { name: "Maven - Publish Maven Indexer files" },
  "repository.maven.purge-unused-snapshots": { name: "Maven - Delete unused SNAPSHOT" },
  "repository.maven.rebuild-metadata": { name: "Repair - Rebuild Maven repository metadata (maven-metadata.xml)" },
  "repository.maven.remove-snapshots": { name: "Maven - Delete SNAPSHOT" },
  "repository.maven.repair-base-version": { name: "Maven - Repair Base Version" },
  "repository.maven.unpublish-dotindex": { name: "Maven - Unpublish Maven Indexer files" },
  "repository.purge-unused": { name: "Repository - Delete unused components" },
  "repository.rebuild-index": { name: "Repair - Rebuild repository search" },
  script: { name: "Admin - Execute script", hidden: true },
  "security.purge-api-keys": { name: "Admin - Delete orphaned API keys" },
  "tasklog.cleanup": { name: "Task log cleanup", hidden: true },
};

/** The additional types of full editions, by the documentation, which does not contain their names. */
const FULL = [
  ...["blobstore.executeReconciliationPlan", "blobstore.planReconciliation"],
  ...["malware.remediator", "repository.docker.gc", "repository.docker.upload-purge"],
  ...["repository.helm.rebuild.metadata", "repository.npm.rebuild-metadata", "repository.npm.reindex"],
  ...["repository.pypi.generate-missing-sha256-checksums", "repository.pypi.rebuild-metadata"],
  ...["repository.ruby.rebuild.versions", "repository.yum.rebuild.metadata", "s3.compact.task.scheduling.migration"],
];
const PRO = [
  ...["blobstore.gcs.soft-deleted-blobs.migration", "blobstore.group.memberRemoval", "license.expiration.notification"],
  ...["repository.export", "repository.import", "repository.move", "tags.cleanup"],
];

/** Names and releases of additional types, where they are known: those of the user interface of 3.94. */
const RECONCILIATION: Readonly<Record<string, TaskDescriptor>> = {
  "blobstore.executeReconciliationPlan": { name: "Repair - Execute Data Repair Plan", releases: { from: "3.83" } },
  "blobstore.planReconciliation": { name: "Repair - Data Repair Plan", releases: { from: "3.83" } },
};

/** Returns a task type of a release and edition. */
export function findTaskDescriptor(
  { release, edition }: Pick<Nexus, "release" | "edition">,
  id: string,
): TaskDescriptor | undefined {
  const type = findInEdition(id, edition);
  return type?.releases === undefined || isWithin(release, type.releases) ? type : undefined;
}

function findInEdition(id: string, edition: Edition): TaskDescriptor | undefined {
  const core = CORE[id];
  if (core) return core;
  if (edition !== "CORE" && FULL.includes(id)) return RECONCILIATION[id] ?? { name: id };
  return edition === "PRO" && PRO.includes(id) ? { name: id } : undefined;
}

/** Returns all task types of a release and edition, in the order of ExtDirect's `readTypes`. */
export function listTaskDescriptors(nexus: Pick<Nexus, "release" | "edition">): (TaskDescriptor & { id: string })[] {
  return [...Object.keys(CORE), ...FULL, ...PRO].flatMap((id) => {
    const type = findTaskDescriptor(nexus, id);
    return type ? [{ id, ...type }] : [];
  });
}
