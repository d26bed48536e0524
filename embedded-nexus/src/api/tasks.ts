import { isKnownIn } from "../facts.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { messageError, NO_CONTENT, ok, statusError } from "../http/responses.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast, type Release } from "../release.ts";
import type { TaskRecord } from "../state.ts";
import { parseSchedule, ScheduleError } from "../tasks/schedule.ts";
import { findTaskDescriptor, listTaskDescriptors } from "../tasks/task-descriptors.ts";
import { listFormFields } from "../tasks/task-form-fields.ts";
import { runTask } from "../tasks/task-runner.ts";
import { createTask, type TaskSettings, toRestTask } from "../tasks/tasks.ts";

/** Reads, runs and stops tasks, on every edition (3.71, 3.77). */
const READ_ENDPOINTS: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/tasks", {
    permission: "nexus:tasks:read",
    handle: ({ nexus, query }) => {
      nexus.startedTasks.clear();
      const type = query("type");
      const tasks = nexus.state.tasks.filter((task) => type === undefined || task.typeId === type);
      return ok({ items: tasks.map((task) => toRestTask(nexus, task)), continuationToken: null });
    },
  }),

  defineEndpoint("GET /v1/tasks/{id}", {
    permission: "nexus:tasks:read",
    handle: ({ nexus, param }) => {
      const task = getTask(nexus, param("id"));
      nexus.startedTasks.delete(task.id);
      return ok(toRestTask(nexus, task));
    },
  }),

  defineEndpoint("POST /v1/tasks/{id}/run", {
    permission: "nexus:tasks:start",
    handle: async ({ nexus, param }) => {
      const task = getTask(nexus, param("id"));
      if (!task.enabled) throw statusError(405);
      await runTask(nexus, task);
      nexus.startedTasks.add(task.id);
      return NO_CONTENT;
    },
  }),

  // A task finishes at once here. So that a client can stop one that it has just started, it counts as running until it is read.
  defineEndpoint("POST /v1/tasks/{id}/stop", {
    permission: "nexus:tasks:stop",
    handle: ({ nexus, param }) => {
      if (!nexus.startedTasks.delete(getTask(nexus, param("id")).id)) throw statusError(409);
      return NO_CONTENT;
    },
  }),
];

/** A template has the defaults of a new task and, from 3.96 on, describes the properties (documented). */
function toTemplate(nexus: Nexus, type: string): JsonObject {
  const formFields = listFormFields(type, nexus.release) ?? [];
  const initialValues = formFields.flatMap(({ id, initialValue }) =>
    initialValue === null ? [] : [[id, initialValue]],
  );
  return {
    type,
    name: findTaskDescriptor(nexus, type)?.name ?? type,
    enabled: true,
    notificationCondition: "FAILURE",
    frequency: { schedule: "manual" },
    properties: Object.fromEntries(initialValues),
    ...(isKnownIn(nexus.release, "TaskTemplateXO.formFields") && { formFields }),
  };
}

/** Writes tasks, and reads their templates, on Pro from 3.74 on (documented). */
const createWriteEndpoints = (release: Release): RestEndpoint[] => [
  defineEndpoint("GET /v1/tasks/templates", {
    permission: "nexus:tasks:read",
    handle: ({ nexus }) => ok(listTaskDescriptors(nexus).map(({ id }) => toTemplate(nexus, id))),
  }),

  defineEndpoint("GET /v1/tasks/templates/{typeId}", {
    permission: "nexus:tasks:read",
    handle: ({ nexus, param }) => {
      const typeId = param("typeId");
      if (!findTaskDescriptor(nexus, typeId)) throw statusError(404);
      return ok(toTemplate(nexus, typeId));
    },
  }),

  defineEndpoint<JsonObject>("POST /v1/tasks", {
    body: { schema: "TaskTemplateXO" },
    permission: "nexus:tasks:create",
    handle: ({ nexus, body }) => {
      const typeId = String(body.type);
      const type = findTaskDescriptor(nexus, typeId);
      if (!type) throw messageError(400, `Missing descriptor for task with type-id: ${typeId}`);
      if (type.hidden) throw messageError(400, "This task is not allowed to be created");
      const task = createTask(typeId, toTaskSettings(nexus, body), true, nexus.clock.now());
      nexus.change(() => nexus.state.tasks.push(task));
      return { status: 201, json: toRestTask(nexus, task) };
    },
  }),

  defineEndpoint<JsonObject>("PUT /v1/tasks/{id}", {
    body: { schema: isAtLeast(release, "3.88") ? "UpdateTaskTemplateXO" : "TaskTemplateXO" },
    permission: "nexus:tasks:update",
    handle: ({ nexus, body, param }) => {
      const task = getTask(nexus, param("id"));
      const settings = toTaskSettings(nexus, body);
      nexus.change(() => Object.assign(task, settings, { updated: nexus.clock.now() }));
      return NO_CONTENT;
    },
  }),

  defineEndpoint("DELETE /v1/tasks/{id}", {
    permission: "nexus:tasks:delete",
    handle: ({ nexus, param }) => {
      const { id } = getTask(nexus, param("id"));
      nexus.change(() => {
        nexus.state.tasks = nexus.state.tasks.filter((task) => task.id !== id);
      });
      return NO_CONTENT;
    },
  }),
];

/** Returns the endpoints of tasks of a release and edition. */
export function taskEndpoints({ release, edition }: Nexus): RestEndpoint[] {
  // Other editions have the path with GET, so other methods are 405 there (3.71, 3.77).
  return [...(edition === "PRO" && isAtLeast(release, "3.74") ? createWriteEndpoints(release) : []), ...READ_ENDPOINTS];
}

function getTask(nexus: Nexus, id: string): TaskRecord {
  const task = nexus.state.tasks.find((task) => task.id === id);
  if (!task) throw statusError(404);
  return task;
}

function toTaskSettings(nexus: Nexus, body: JsonObject): TaskSettings {
  const { name, enabled, alertEmail, notificationCondition } = body;
  const frequency = isObject(body.frequency) ? body.frequency : {};
  return {
    name: String(name),
    enabled: enabled === true,
    alertEmail: typeof alertEmail === "string" && alertEmail ? alertEmail : null,
    notificationCondition: String(notificationCondition),
    properties: toStrings(body.properties),
    ...toSchedule(nexus, frequency),
  };
}

function toSchedule(nexus: Nexus, frequency: JsonObject) {
  const { startDate } = frequency;
  const schedule = frequency.schedule === "cron" ? "advanced" : (frequency.schedule ?? null);
  try {
    return parseSchedule(
      { ...frequency, schedule },
      typeof startDate === "number" ? startDate : null,
      nexus.clock.now(),
    );
  } catch (error) {
    throw error instanceof ScheduleError ? messageError(400, error.message) : error;
  }
}

function toStrings(properties: Json | undefined): Record<string, string> {
  const values = isObject(properties) ? properties : {};
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
