import { done, ok, refusal, refused } from "../http/responses.ts";
import { type Endpoint, endpoint } from "../http/endpoint.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast, type Release } from "../release.ts";
import type { TaskRecord } from "../state.ts";
import { run } from "../tasks/task-runner.ts";
import { readSchedule, Unschedulable } from "../tasks/schedule.ts";
import { newTask, restTask, type Telling } from "../tasks/tasks.ts";
import { taskType } from "../tasks/task-descriptors.ts";

/** Reading, running and stopping, on every edition (3.71, 3.77). */
const reading: readonly Endpoint[] = [
  endpoint("GET /v1/tasks", {
    may: "nexus:tasks:read",
    handle: ({ nexus, query }) => {
      const type = query("type");
      const tasks = nexus.state.tasks.filter((task) => type === undefined || task.typeId === type);
      return ok({ items: tasks.map((task) => restTask(nexus, task)), continuationToken: null });
    },
  }),

  endpoint("GET /v1/tasks/{id}", {
    may: "nexus:tasks:read",
    handle: ({ nexus, param }) => ok(restTask(nexus, existing(nexus, param("id")))),
  }),

  endpoint("POST /v1/tasks/{id}/run", {
    may: "nexus:tasks:start",
    handle: async ({ nexus, param }) => {
      const task = existing(nexus, param("id"));
      if (!task.enabled) throw refusal(405);
      await run(nexus, task);
      return done;
    },
  }),

  // None ever runs here.
  endpoint("POST /v1/tasks/{id}/stop", {
    may: "nexus:tasks:stop",
    handle: ({ nexus, param }) => {
      existing(nexus, param("id"));
      throw refusal(409);
    },
  }),
];

/** Writing, on Pro from 3.74 on: by the documents. */
const writing = (release: Release): Endpoint[] => [
  endpoint<JsonObject>("POST /v1/tasks", {
    body: { schema: "TaskTemplateXO" },
    may: "nexus:tasks:create",
    handle: ({ nexus, body }) => {
      const typeId = String(body.type);
      const type = taskType(typeId, nexus.edition);
      if (!type) throw refused(400, `Missing descriptor for task with type-id: ${typeId}`);
      if (type.hidden) throw refused(400, "This task is not allowed to be created");
      const task = newTask(typeId, telling(nexus, body), true, nexus.clock.now());
      nexus.change(() => nexus.state.tasks.push(task));
      return { status: 201, json: restTask(nexus, task) };
    },
  }),

  endpoint<JsonObject>("PUT /v1/tasks/{id}", {
    body: { schema: isAtLeast(release, "3.88") ? "UpdateTaskTemplateXO" : "TaskTemplateXO" },
    may: "nexus:tasks:update",
    handle: ({ nexus, body, param }) => {
      const task = existing(nexus, param("id"));
      const told = telling(nexus, body);
      nexus.change(() => Object.assign(task, told, { updated: nexus.clock.now() }));
      return done;
    },
  }),

  endpoint("DELETE /v1/tasks/{id}", {
    may: "nexus:tasks:delete",
    handle: ({ nexus, param }) => {
      const { id } = existing(nexus, param("id"));
      nexus.change(() => {
        nexus.state.tasks = nexus.state.tasks.filter((task) => task.id !== id);
      });
      return done;
    },
  }),
];

export function taskEndpoints({ release, edition }: Nexus): Endpoint[] {
  // The others know the path by GET, and refuse its other methods with 405 (3.71, 3.77).
  return [...reading, ...(edition === "PRO" && isAtLeast(release, "3.74") ? writing(release) : [])];
}

function existing(nexus: Nexus, id: string): TaskRecord {
  const task = nexus.state.tasks.find((one) => one.id === id);
  if (!task) throw refusal(404);
  return task;
}

function telling(nexus: Nexus, body: JsonObject): Telling {
  const { name, enabled, alertEmail, notificationCondition } = body;
  const frequency = isObject(body.frequency) ? body.frequency : {};
  return {
    name: String(name),
    enabled: enabled === true,
    alertEmail: typeof alertEmail === "string" && alertEmail ? alertEmail : null,
    notificationCondition: String(notificationCondition),
    properties: texts(body.properties),
    ...scheduleOf(nexus, frequency),
  };
}

function scheduleOf(nexus: Nexus, frequency: JsonObject) {
  const { startDate } = frequency;
  const schedule = frequency.schedule === "cron" ? "advanced" : (frequency.schedule ?? null);
  try {
    return readSchedule(
      { ...frequency, schedule },
      typeof startDate === "number" ? startDate : null,
      nexus.clock.now(),
    );
  } catch (error) {
    throw error instanceof Unschedulable ? refused(400, error.message) : error;
  }
}

function texts(properties: Json | undefined): Record<string, string> {
  const given = isObject(properties) ? properties : {};
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}
