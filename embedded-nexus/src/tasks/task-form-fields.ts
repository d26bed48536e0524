import type { JsonObject } from "../json.ts";
import { isAtLeast, type Release } from "../release.ts";

/** A property of a task type, as the form of the user interface asks for it. */
interface FormField {
  readonly type: "string" | "number" | "checkbox" | "combobox" | "itemselect" | "text-area";
  readonly required?: true;
  readonly minValue?: string;
  readonly initialValue?: string;
  /** The first release that has the property. Default: every release. */
  readonly since?: string;
}

type Form = Readonly<Record<string, FormField>>;

const text: FormField = { type: "string" };
const requiredText: FormField = { type: "string", required: true };
const choice: FormField = { type: "combobox", required: true };
const choices: FormField = { type: "itemselect" };
const checkbox: FormField = { type: "checkbox" };
const checked: FormField = { type: "checkbox", initialValue: "true" };
const unchecked: FormField = { type: "checkbox", initialValue: "false" };
const atLeast = (minValue: string, more: Partial<FormField> = {}): FormField => ({ type: "number", minValue, ...more });

const none: Form = {};
const blobStore: Form = { blobstoreName: choice };
const repository: Form = { repositoryName: choice };

/** The forms of a Core 3.71. */
const CORE: Readonly<Record<string, Form>> = {
  "assetBlob.cleanup": none,
  "blobstore.compact": { ...blobStore, blobsOlderThan: atLeast("0", { since: "3.80" }) },
  "blobstore.delete-temp-files": { ...blobStore, olderThanDays: atLeast("0") },
  "blobstore.metrics.reconcile": blobStore,
  "blobstore.rebuildComponentDB": {
    ...blobStore,
    dryRun: unchecked,
    sinceDays: atLeast("0"),
    restoreBlobs: checked,
    undeleteBlobs: checked,
    integrityCheck: checked,
  },
  "create.browse.nodes": { repositoryName: { ...choices, required: true } },
  "h2.backup.task": { location: requiredText },
  "repository.apt.rebuild.metadata": { ...repository, rebuildAptMetadataFullRebuild: checkbox },
  "repository.cleanup": none,
  "repository.maven.publish-dotindex": repository,
  "repository.maven.purge-unused-snapshots": { ...repository, lastUsed: atLeast("1", { required: true }) },
  "repository.maven.rebuild-metadata": {
    ...repository,
    groupId: text,
    artifactId: text,
    baseVersion: text,
    rebuildChecksums: unchecked,
    cascadeRebuild: checked,
  },
  "repository.maven.remove-snapshots": {
    ...repository,
    minimumRetained: atLeast("-1", { required: true, initialValue: "1" }),
    snapshotRetentionDays: atLeast("0", { required: true, initialValue: "30" }),
    removeIfReleased: checkbox,
    gracePeriodInDays: atLeast("0"),
  },
  "repository.maven.repair-base-version": repository,
  "repository.maven.unpublish-dotindex": repository,
  "repository.purge-unused": { ...repository, lastUsed: atLeast("1", { required: true, initialValue: "1" }) },
  "repository.rebuild-index": repository,
  script: {
    language: { ...requiredText, initialValue: "groovy" },
    source: { type: "text-area", required: true },
  },
  "security.purge-api-keys": none,
  "tasklog.cleanup": none,
};

/** The forms of other editions, by the documentation, and by the user interface of 3.9x. */
const FULL: Readonly<Record<string, Form>> = {
  "blobstore.executeReconciliationPlan": none,
  "blobstore.gcs.soft-deleted-blobs.migration": none,
  "blobstore.group.memberRemoval": { fromGroup: choice, memberToRemove: choice },
  "blobstore.planReconciliation": {
    blobstoreName: choices,
    repositoryName: choices,
    taskScope: text,
    sinceDays: atLeast("0"),
    sinceHours: atLeast("0"),
    sinceMinutes: atLeast("0", { initialValue: "30" }),
    reconcileStartDate: text,
    reconcileEndDate: text,
    onlyNotify: checked,
  },
  "license.expiration.notification": none,
  "malware.remediator": { ...repository, enableMalwareCleanup: checkbox },
  "repository.docker.gc": { ...repository, deployOffset: atLeast("0", { initialValue: "24" }) },
  "repository.docker.upload-purge": { age: atLeast("0", { required: true, initialValue: "24" }) },
  "repository.export": { ...repository, targetDir: requiredText, exportThreshold: atLeast("1") },
  "repository.helm.rebuild.metadata": repository,
  "repository.import": { ...repository, sourceDir: requiredText, batchSize: atLeast("1"), enableHardLinks: unchecked },
  "repository.move": { moveRepositoryName: choice, moveTargetBlobstore: choice },
  "repository.npm.rebuild-metadata": repository,
  "repository.npm.reindex": repository,
  "repository.pypi.generate-missing-sha256-checksums": { repositoryName: { ...choices, required: true } },
  "repository.pypi.rebuild-metadata": repository,
  "repository.ruby.rebuild.versions": repository,
  "repository.yum.rebuild.metadata": repository,
  "s3.compact.task.scheduling.migration": none,
  "tags.cleanup": {
    firstCreatedDays: atLeast("0"),
    lastUpdatedDays: atLeast("0"),
    nameRegex: text,
    deleteAssociatedComponents: unchecked,
    restrictComponentDelete: text,
  },
};

/** Returns the form of a task type; undefined if it is not known. */
export function listFormFields(typeId: string, release: Release): JsonObject[] | undefined {
  const form = CORE[typeId] ?? FULL[typeId];
  return (
    form &&
    Object.entries(form)
      .filter(([, { since = "3.0" }]) => isAtLeast(release, since))
      .map(([id, { type, required = false, minValue = null, initialValue = null }]) => ({
        id,
        type,
        label: id,
        helpText: "",
        required,
        regexValidation: null,
        initialValue,
        minValue,
        maxValue: null,
        storeApi: null,
        storeFilters: null,
      }))
  );
}
