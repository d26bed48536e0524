import type { Duration } from "../clock.ts";
import { runCleanupPolicies } from "../content/cleanup.ts";
import { isRegistryFormat } from "../docker/connector-settings.ts";
import { collectGarbage } from "../docker/garbage-collection.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord, TaskRecord } from "../state.ts";
import { findNextRun } from "./schedule.ts";

const HOUR = 3_600_000;

/** The age in hours from which the task deletes unfinished uploads of images, if it does not say one. */
const DEFAULT_UPLOAD_AGE = 24;

/** The age in hours from which the task deletes unreferenced blobs and manifests, if it does not say one. */
const DEFAULT_DEPLOY_OFFSET = 24;

/** The task types that have an effect here. Tasks of other types run without one. */
const TASK_ACTIONS: Readonly<Record<string, (nexus: Nexus, task: TaskRecord) => void | Promise<void>>> = {
  "repository.cleanup": (nexus) => runCleanupPolicies(nexus),
  "repository.docker.gc": async (nexus, { properties }) => {
    const before = nexus.clock.now() - toMilliseconds(properties.deployOffset, DEFAULT_DEPLOY_OFFSET);
    for (const repository of findDockerRepositories(nexus, properties.repositoryName))
      await collectGarbage(nexus, repository, before);
  },
  "repository.docker.upload-purge": (nexus, { properties }) =>
    nexus.uploadSessions.purge(nexus.clock.now() - toMilliseconds(properties.age, DEFAULT_UPLOAD_AGE)),
  "blobstore.compact": async (nexus, task) => {
    const name = task.properties.blobstoreName ?? "";
    task.message = `Compacting ${name} blob store`;
    if (nexus.state.blobStores.some((store) => store.name === name))
      await nexus.content.compact(name, nexus.state.repositories);
  },
};

/** Runs a task to its end. */
export async function runTask(nexus: Nexus, task: TaskRecord): Promise<void> {
  nexus.change(() => {
    task.lastRun = nexus.clock.now();
  });
  await TASK_ACTIONS[task.typeId]?.(nexus, task);
  nexus.changeWhileFrozen(() => {});
}

/** Moves the clock forward and runs each task that becomes due, at its time. */
export async function advanceClock(nexus: Nexus, by: Duration): Promise<void> {
  const end = nexus.clock.timeAfter(by);
  for (let due = findNextDueTask(nexus, end); due; due = findNextDueTask(nexus, end)) {
    nexus.clock.moveTo(due.at);
    await runTask(nexus, due.task);
  }
  nexus.clock.moveTo(end);
}

interface DueTask {
  readonly task: TaskRecord;
  readonly at: number;
}

function findNextDueTask(nexus: Nexus, end: number): DueTask | undefined {
  if (nexus.state.frozen) return undefined;
  const now = nexus.clock.now();
  const due = nexus.state.tasks
    .filter(({ enabled, typeId }) => enabled && TASK_ACTIONS[typeId])
    .map((task) => ({ task, at: findNextRun(task, Math.max(now, task.lastRun ?? 0)) ?? Number.POSITIVE_INFINITY }))
    .filter(({ at }) => at <= end);
  return due.sort((a, b) => a.at - b.at)[0];
}

function findDockerRepositories({ state }: Nexus, name = "*"): RepositoryRecord[] {
  return state.repositories.filter(
    (repository) => isRegistryFormat(repository.format) && (name === "*" || repository.name === name),
  );
}

/** Converts the hours of a task property to milliseconds. */
const toMilliseconds = (hours: string | undefined, defaultHours: number): number =>
  Number(hours || defaultHours) * HOUR;
