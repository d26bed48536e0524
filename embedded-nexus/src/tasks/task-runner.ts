import type { Duration } from "../clock.ts";
import { runCleanupPolicies } from "../content/cleanup.ts";
import { isRegistryFormat } from "../docker/connector-settings.ts";
import { collectGarbage } from "../docker/garbage-collection.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord, TaskRecord } from "../state.ts";
import { nextRun } from "./schedule.ts";

const HOUR = 3_600_000;

/** What tasks do that do anything here. */
const works: Readonly<Record<string, (nexus: Nexus, task: TaskRecord) => void | Promise<void>>> = {
  "repository.cleanup": (nexus) => runCleanupPolicies(nexus),
  "repository.docker.gc": async (nexus, { properties }) => {
    const before = nexus.clock.now() - hours(properties.deployOffset);
    for (const repository of imagesOf(nexus, properties.repositoryName))
      await collectGarbage(nexus, repository, before);
  },
  "repository.docker.upload-purge": (nexus, { properties }) =>
    nexus.uploadSessions.purge(nexus.clock.now() - hours(properties.age)),
  "blobstore.compact": async (nexus, task) => {
    const name = task.properties.blobstoreName ?? "";
    task.message = `Compacting ${name} blob store`;
    if (nexus.state.blobStores.some((store) => store.name === name))
      await nexus.content.compact(name, nexus.state.repositories);
  },
};

/** Runs a task, in no time. */
export async function run(nexus: Nexus, task: TaskRecord): Promise<void> {
  nexus.change(() => {
    task.lastRun = nexus.clock.now();
  });
  await works[task.typeId]?.(nexus, task);
  nexus.changeWhileFrozen(() => {});
}

/** Moves the clock forward, and runs what is due meanwhile, each task at its time. */
export async function advance(nexus: Nexus, by: Duration): Promise<void> {
  const end = nexus.clock.timeAfter(by);
  for (let due = nextDueOf(nexus, end); due; due = nextDueOf(nexus, end)) {
    nexus.clock.moveTo(due.at);
    await run(nexus, due.task);
  }
  nexus.clock.moveTo(end);
}

interface Due {
  readonly task: TaskRecord;
  readonly at: number;
}

function nextDueOf(nexus: Nexus, end: number): Due | undefined {
  if (nexus.state.frozen) return undefined;
  const now = nexus.clock.now();
  const due = nexus.state.tasks
    .filter(({ enabled, typeId }) => enabled && works[typeId])
    .map((task) => ({ task, at: nextRun(task, Math.max(now, task.lastRun ?? 0)) ?? Number.POSITIVE_INFINITY }))
    .filter(({ at }) => at <= end);
  return due.sort((a, b) => a.at - b.at)[0];
}

function imagesOf({ state }: Nexus, name = "*"): RepositoryRecord[] {
  return state.repositories.filter((one) => isRegistryFormat(one.format) && (name === "*" || one.name === name));
}

/** As properties say them, in milliseconds: a day where they do not. */
const hours = (text: string | undefined): number => Number(text || 24) * HOUR;
