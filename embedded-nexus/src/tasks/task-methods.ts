import { type Method, refuse } from "../extdirect/method.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { TaskRecord } from "../state.ts";
import { run } from "./task-runner.ts";
import { readSchedule, Unschedulable } from "./schedule.ts";
import { newTask, type Telling, taskXO } from "./tasks.ts";
import { taskType, taskTypes } from "./task-descriptors.ts";

/** The tasks as Nexus's own pages work on them. The answers are those of a Core 3.71 and 3.77. */
export const taskMethods: Readonly<Record<string, Method>> = {
  read: {
    may: "nexus:tasks:read",
    handle: (nexus) => nexus.state.tasks.map((task) => taskXO(nexus, task)),
  },
  readTypes: {
    may: "nexus:tasks:read",
    handle: (nexus) => taskTypes(nexus.edition).map(({ id, name, hidden }) => ({ id, name, exposed: !hidden })),
  },
  create: {
    may: "nexus:tasks:create",
    handle: (nexus, [given]) => {
      const body = isObject(given) ? given : {};
      const typeId = String(body.typeId ?? "");
      const errors = blanks(body, ["typeId"]);
      if (Object.keys(errors).length) throw refuse(errors);
      const type = taskType(typeId, nexus.edition);
      if (!type) throw refuse(`Missing descriptor for task with type-id: ${typeId}`);
      if (type.hidden) throw refuse("This task is not allowed to be created");
      const task = newTask(typeId, telling(nexus, body, {}), true, nexus.clock.now());
      nexus.change(() => nexus.state.tasks.push(task));
      return taskXO(nexus, task);
    },
  },
  // The type stays as it is, whatever is sent.
  update: {
    may: "nexus:tasks:update",
    handle: (nexus, [given]) => {
      const body = isObject(given) ? given : {};
      const errors = blanks(body, ["id", "typeId"]);
      if (Object.keys(errors).length) throw refuse(errors);
      const task = existing(nexus, String(body.id));
      const told = telling(nexus, body, task.properties);
      nexus.change(() => Object.assign(task, told, { updated: nexus.clock.now(), made: true }));
      return taskXO(nexus, task);
    },
  },
  // What is not there is deleted.
  remove: {
    may: "nexus:tasks:delete",
    handle: (nexus, [id]) => {
      nexus.change(() => {
        nexus.state.tasks = nexus.state.tasks.filter((task) => task.id !== id);
      });
      return null;
    },
  },
  run: {
    may: "nexus:tasks:start",
    handle: async (nexus, [id]) => {
      const task = existing(nexus, String(id));
      await run(nexus, task);
      return null;
    },
  },
};

function existing(nexus: Nexus, id: string): TaskRecord {
  const task = nexus.state.tasks.find((one) => one.id === id);
  if (!task) throw refuse(`Task with id '${id}' not found`);
  return task;
}

function blanks(body: JsonObject, names: readonly string[]): Record<string, string> {
  const blank = [...names, "name"].filter((name) => typeof body[name] !== "string" || !body[name]);
  return {
    ...Object.fromEntries(blank.map((name) => [name, "must not be blank"])),
    ...(typeof body.enabled !== "boolean" && { enabled: "must not be null" }),
  };
}

const NPE = "Cannot invoke ";

function telling(nexus: Nexus, body: JsonObject, before: Record<string, string>): Telling {
  const { properties, notificationCondition } = body;
  if (!isObject(properties)) {
    const value = 'because the return value of "org.sonatype.nexus.coreui.TaskXO.getProperties()" is null';
    throw refuse(`${NPE}"java.util.Map.forEach(java.util.function.BiConsumer)" ${value}`);
  }
  if (notificationCondition !== "FAILURE" && notificationCondition !== "SUCCESS_FAILURE") {
    const name = "org.sonatype.nexus.scheduling.TaskNotificationCondition.name()";
    throw refuse(`${NPE}"${name}" because "condition" is null`);
  }
  const { ".name": hiddenName } = properties;
  const mail = body.alertEmail;
  return {
    // What is among the properties wins over what is beside them.
    name: typeof hiddenName === "string" ? hiddenName : String(body.name),
    enabled: body.enabled === true,
    alertEmail: typeof mail === "string" && mail ? mail : null,
    notificationCondition,
    properties: merged(before, properties),
    ...scheduleOf(nexus, body),
  };
}

/** What is left out stays, null takes it away. */
function merged(before: Record<string, string>, given: JsonObject): Record<string, string> {
  const all: JsonObject = { ...before, ...given };
  const kept = Object.entries(all).filter(([name, value]) => value !== null && !name.startsWith("."));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

function scheduleOf(nexus: Nexus, body: JsonObject) {
  const { startDate } = body;
  const zoned = typeof startDate === "string" && /(Z|[+-]\d\d:?\d\d)$/.test(startDate);
  if (startDate !== null && startDate !== undefined && !zoned) throw refuse(unreadable(startDate));
  try {
    return readSchedule(body, zoned ? Date.parse(startDate) : null, nexus.clock.now());
  } catch (error) {
    throw error instanceof Unschedulable ? refuse(error.message) : error;
  }
}

function unreadable(date: Json): string {
  return `Failed parsing '${String(date)}' as Date; at path $.startDate`;
}
