import { randomUUID } from "node:crypto";
import { isKnownIn } from "../facts.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import type { TaskRecord } from "../state.ts";
import { findNextRun, type Schedule } from "./schedule.ts";
import { findTaskDescriptor } from "./task-descriptors.ts";

/** The settings of a task that a request contains. */
export type TaskSettings = Pick<
  TaskRecord,
  "name" | "enabled" | "alertEmail" | "notificationCondition" | "properties"
> &
  Schedule;

/** Creates a task. `made` is true for tasks of users and false for built-in ones. */
export function createTask(typeId: string, settings: TaskSettings, made: boolean, now: number): TaskRecord {
  return { id: randomUUID(), typeId, ...settings, created: now, updated: now, made, message: null, lastRun: null };
}

/**
 * Adds the built-in tasks that are missing: the nightly cleanup, and for each format with a repository a task that deletes
 * unused blobs (3.71, 3.77).
 */
export function addBuiltinTasks(nexus: Nexus): void {
  const { state } = nexus;
  const addTask = (
    typeId: string,
    name: string,
    cronExpression: string,
    properties: Record<string, string> = {},
  ): void => {
    if (state.tasks.some((task) => task.typeId === typeId && (name === task.name || !properties.format))) return;
    const schedule = { schedule: "advanced", startDate: nexus.clock.now(), recurringDays: null, timeZoneOffset: null };
    const settings = { name, enabled: true, alertEmail: null, notificationCondition: "FAILURE", properties };
    state.tasks.push(createTask(typeId, { ...settings, ...schedule, cronExpression }, false, nexus.clock.now()));
  };
  addTask("repository.cleanup", "Cleanup service", "0 0 1 * * ?");
  for (const { format } of state.repositories) {
    const name = `Cleanup unused ${format} blobs from nexus`;
    addTask("assetBlob.cleanup", name, "0 */30 * * * ?", { format, contentStore: "nexus" });
  }
}

/** Converts a task to its response body in ExtDirect. */
export function toTaskXO(nexus: Nexus, task: TaskRecord): JsonObject {
  const { id, enabled, name, typeId, alertEmail, notificationCondition, lastRun, recurringDays, cronExpression } = task;
  const type = findTaskDescriptor(nexus, typeId);
  return {
    id,
    enabled,
    name,
    typeId,
    typeName: type?.name ?? typeId,
    status: "WAITING",
    statusDescription: "Waiting",
    nextRun: toInstant(findNextRun(task, nexus.clock.now())),
    lastRun: toInstant(lastRun),
    lastRunResult: lastRun === null ? "" : "Ok [0s]",
    runnable: true,
    stoppable: false,
    // 3.71, 3.77: never returned.
    timeZoneOffset: null,
    alertEmail,
    notificationCondition,
    properties: toShownProperties(task, type?.name ?? typeId, type?.hidden === true),
    schedule: task.schedule,
    startDate: toInstant(task.startDate),
    recurringDays,
    cronExpression,
    ...(isAtLeast(nexus.release, "3.77") && { isReadOnlyUi: false }),
  };
}

/** Returns the properties in ExtDirect: besides the task's own, Nexus's internal ones and the state of the last run. */
function toShownProperties(task: TaskRecord, typeName: string, hidden: boolean): JsonObject {
  const { id, name, typeId, enabled, alertEmail, notificationCondition, message, lastRun, created, updated } = task;
  return {
    ...task.properties,
    ".id": id,
    ".name": name,
    ".typeId": typeId,
    ".typeName": typeName,
    ".created": new Date(created).toISOString(),
    ".updated": new Date(updated).toISOString(),
    ".visible": "true",
    ".recoverable": "false",
    ".exposed": String(!hidden),
    ...(task.made && { ".enabled": String(enabled), ".notificationCondition": notificationCondition }),
    ...(alertEmail !== null && { ".alertEmail": alertEmail }),
    ...(message !== null && { ".message": message }),
    ...(lastRun !== null && {
      "lastRunState.endState": "OK",
      "lastRunState.runStarted": String(lastRun),
      "lastRunState.runDuration": "1",
    }),
  };
}

/** Converts a task to its response body in the REST API. The settings are included from 3.92 on, flat (documented). */
export function toRestTask(nexus: Nexus, task: TaskRecord): JsonObject {
  const { id, name, typeId: type, message, lastRun } = task;
  const settings: JsonObject = {
    schedule: task.schedule === "advanced" ? "cron" : task.schedule,
    enabled: task.enabled,
    alertEmail: task.alertEmail,
    notificationCondition: task.notificationCondition,
    startDate: toOffsetInstant(task.startDate),
    timeZoneOffset: task.timeZoneOffset,
    recurringDays: task.recurringDays,
    cronExpression: task.cronExpression,
    properties: { ...task.properties },
  };
  const shown = Object.entries(settings).filter(([field]) => isKnownIn(nexus.release, `TaskXO.${field}`));
  return {
    id,
    name,
    type,
    message,
    currentState: "WAITING",
    lastRunResult: lastRun === null ? null : "OK",
    nextRun: toOffsetInstant(findNextRun(task, nexus.clock.now())),
    lastRun: toOffsetInstant(lastRun),
    ...Object.fromEntries(shown),
  };
}

function toInstant(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

function toOffsetInstant(milliseconds: number | null): string | null {
  return toInstant(milliseconds)?.replace("Z", "+00:00") ?? null;
}
