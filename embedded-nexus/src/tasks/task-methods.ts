import { type ExtDirectMethod, extDirectError } from "../extdirect/method.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { TaskRecord } from "../state.ts";
import { parseSchedule, ScheduleError } from "./schedule.ts";
import { findTaskDescriptor, listTaskDescriptors, type TaskDescriptor } from "./task-descriptors.ts";
import { listFormFields } from "./task-form-fields.ts";
import { runTask } from "./task-runner.ts";
import { createTask, type TaskSettings, toTaskXO } from "./tasks.ts";

/** ExtDirect's `coreui_Task`, which Nexus's user interface uses. Responses are those of a Core 3.71 and 3.77. */
export const taskMethods: Readonly<Record<string, ExtDirectMethod>> = {
  read: {
    permission: "nexus:tasks:read",
    handle: (nexus) => nexus.state.tasks.map((task) => toTaskXO(nexus, task)),
  },
  readTypes: {
    permission: "nexus:tasks:read",
    handle: (nexus) =>
      listTaskDescriptors(nexus).map((type) => ({
        id: type.id,
        name: type.name,
        exposed: isExposed(nexus, type.id, type),
        formFields: listFormFields(type.id, nexus.release) ?? null,
      })),
  },
  create: {
    permission: "nexus:tasks:create",
    handle: (nexus, [data]) => {
      const body = isObject(data) ? data : {};
      const typeId = String(body.typeId ?? "");
      const errors = findMissingFields(body, ["typeId"]);
      if (Object.keys(errors).length) throw extDirectError(errors);
      const type = findTaskDescriptor(nexus, typeId);
      if (!type) throw extDirectError(`Missing descriptor for task with type-id: ${typeId}`);
      if (!isExposed(nexus, typeId, type)) throw extDirectError("This task is not allowed to be created");
      const task = createTask(typeId, toTaskSettings(nexus, body, {}), true, nexus.clock.now());
      nexus.change(() => nexus.state.tasks.push(task));
      return toTaskXO(nexus, task);
    },
  },
  // The type cannot be changed: a different typeId is ignored.
  update: {
    permission: "nexus:tasks:update",
    handle: (nexus, [data]) => {
      const body = isObject(data) ? data : {};
      const errors = findMissingFields(body, ["id", "typeId"]);
      if (Object.keys(errors).length) throw extDirectError(errors);
      const task = getTask(nexus, String(body.id));
      const settings = toTaskSettings(nexus, body, task.properties);
      nexus.change(() => Object.assign(task, settings, { updated: nexus.clock.now(), made: true }));
      return toTaskXO(nexus, task);
    },
  },
  // Deleting a task that does not exist succeeds.
  remove: {
    permission: "nexus:tasks:delete",
    handle: (nexus, [id]) => {
      nexus.change(() => {
        nexus.state.tasks = nexus.state.tasks.filter((task) => task.id !== id);
      });
      return null;
    },
  },
  run: {
    permission: "nexus:tasks:start",
    handle: async (nexus, [id]) => {
      const task = getTask(nexus, String(id));
      await runTask(nexus, task);
      return null;
    },
  },
};

/** Nexus offers script tasks only while scripts are switched on (3.71). */
function isExposed({ scripts }: Nexus, id: string, { hidden }: TaskDescriptor): boolean {
  return id === "script" ? scripts : !hidden;
}

function getTask(nexus: Nexus, id: string): TaskRecord {
  const task = nexus.state.tasks.find((task) => task.id === id);
  if (!task) throw extDirectError(`Task with id '${id}' not found`);
  return task;
}

/** Returns the messages of required fields that are missing, by field. */
function findMissingFields(body: JsonObject, names: readonly string[]): Record<string, string> {
  const blank = [...names, "name"].filter((name) => typeof body[name] !== "string" || !body[name]);
  return {
    ...Object.fromEntries(blank.map((name) => [name, "must not be blank"])),
    ...(typeof body.enabled !== "boolean" && { enabled: "must not be null" }),
  };
}

const CANNOT_INVOKE = "Cannot invoke ";

function toTaskSettings(nexus: Nexus, body: JsonObject, before: Record<string, string>): TaskSettings {
  const { properties, notificationCondition } = body;
  if (!isObject(properties)) {
    const value = 'because the return value of "org.sonatype.nexus.coreui.TaskXO.getProperties()" is null';
    throw extDirectError(`${CANNOT_INVOKE}"java.util.Map.forEach(java.util.function.BiConsumer)" ${value}`);
  }
  if (notificationCondition !== "FAILURE" && notificationCondition !== "SUCCESS_FAILURE") {
    const name = "org.sonatype.nexus.scheduling.TaskNotificationCondition.name()";
    throw extDirectError(`${CANNOT_INVOKE}"${name}" because "condition" is null`);
  }
  const { ".name": hiddenName } = properties;
  const mail = body.alertEmail;
  return {
    // The internal property `.name` wins over the field `name`.
    name: typeof hiddenName === "string" ? hiddenName : String(body.name),
    enabled: body.enabled === true,
    alertEmail: typeof mail === "string" && mail ? mail : null,
    notificationCondition,
    properties: mergeProperties(before, properties),
    ...toSchedule(nexus, body),
  };
}

/** Merges properties: a property that the request omits stays, null removes it. */
function mergeProperties(stored: Record<string, string>, changes: JsonObject): Record<string, string> {
  const all: JsonObject = { ...stored, ...changes };
  const kept = Object.entries(all).filter(([name, value]) => value !== null && !name.startsWith("."));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

function toSchedule(nexus: Nexus, body: JsonObject) {
  const { startDate } = body;
  const zoned = typeof startDate === "string" && /(Z|[+-]\d\d:?\d\d)$/.test(startDate);
  if (startDate !== null && startDate !== undefined && !zoned) throw extDirectError(dateError(startDate));
  try {
    return parseSchedule(body, zoned ? Date.parse(startDate) : null, nexus.clock.now());
  } catch (error) {
    throw error instanceof ScheduleError ? extDirectError(error.message) : error;
  }
}

function dateError(date: Json): string {
  return `Failed parsing '${String(date)}' as Date; at path $.startDate`;
}
