import { z } from "zod";
import { type Fields, isFields, type Json } from "../../util/json.ts";
import { isAtLeast, type Server } from "../../util/release.ts";
import { fieldMetadata, requiredBlock, withCreateDefault } from "../field-metadata.ts";
import { defineKind, type Endpoints, type Kind, type KindDefinition } from "../kind.ts";
import { decodeProperties, encodeProperties } from "../property-codec.ts";
import { schedule, scheduleFromNexus, scheduleToNexus } from "./schedule.ts";
import { type TaskTypeId, type TaskTypes, taskTypes } from "./task-types.ts";

/** What is told of any task. */
const common = {
  /** Whether it runs by its schedule. Default at creation: true. */
  enabled: withCreateDefault(z.boolean(), true),
  /** Whom to tell of runs. */
  alertEmail: z.email("must be an e-mail address").optional(),
  /** Of which runs: those that failed, or all. Default at creation: `FAILURE`. */
  notificationCondition: withCreateDefault(z.enum(["FAILURE", "SUCCESS_FAILURE"]), "FAILURE"),
  /** When it runs. Default at creation: `"manual"`. */
  schedule,
  /** Whether it may run beside others of its type. Release 3.94 or later, Pro. */
  concurrentRun: z.boolean().optional().register(fieldMetadata, { since: "3.94.0", pro: true, notReturned: true }),
};

const named = {
  /** Tells it from others of its type. Default: the resource's own name. */
  name: z.string().min(1).register(fieldMetadata, { identity: true }),
  ...common,
};
const onlyOne = {
  /** What Nexus's pages call it. */
  name: z.string().min(1).optional(),
  ...common,
};

const byRest = (edition: Server["edition"], release: Server["release"], since: string) =>
  edition === "PRO" && release !== undefined && isAtLeast(release, since);

/**
 * Pro writes them by REST from 3.74 on, and reads all of them so from 3.92 on; everything else is by ExtDirect, which
 * Nexus's own pages use: before 3.92 REST tells neither schedule nor properties, and other editions refuse to write (405).
 */
function endpoints({ release, edition }: Server): Endpoints {
  const list = byRest(edition, release, "3.92.0") ? "/v1/tasks" : "extdirect:coreui_Task.read";
  if (byRest(edition, release, "3.74.0"))
    return { list, create: "POST /v1/tasks", update: "PUT /v1/tasks/{id}", remove: "DELETE /v1/tasks/{id}" };
  return {
    list,
    create: "POST extdirect:coreui_Task.create",
    update: "PUT extdirect:coreui_Task.update",
    remove: "DELETE extdirect:coreui_Task.remove/{id}",
  };
}

/** What Nexus keeps among the properties: its own bookkeeping, and how the last run went. */
const isOwn = (name: string) => name.startsWith(".") || name.startsWith("lastRunState.");

function fromNexus(live: Json, properties: z.ZodObject): Fields {
  const task = fieldsOf(live);
  const told = Object.entries(fieldsOf(task.properties)).filter(([name]) => !isOwn(name));
  return {
    id: task.id,
    // REST says `type` what ExtDirect says `typeId`.
    type: task.type ?? task.typeId,
    name: task.name,
    enabled: task.enabled,
    alertEmail: task.alertEmail,
    notificationCondition: task.notificationCondition,
    schedule: scheduleFromNexus(task),
    startDate: task.startDate,
    properties: decodeProperties(properties, Object.fromEntries(told)),
  };
}

function toNexus(body: Fields, type: string, server: Server = {}): Json {
  const { id, name, enabled, alertEmail, notificationCondition, concurrentRun } = body;
  const when = scheduleToNexus(body.schedule, body.startDate);
  const texts = encodeProperties(fieldsOf(body.properties));
  const task = { name, enabled, notificationCondition };
  if (endpoints(server).create.includes("extdirect"))
    return {
      ...task,
      ...(id !== undefined && { id }),
      typeId: type,
      alertEmail: alertEmail ?? "",
      ...when,
      schedule: when.schedule === "cron" ? "advanced" : when.schedule,
      startDate: when.startDate === null ? null : new Date(when.startDate).toISOString(),
      // A property that is left out stays as it is, null takes it away (3.71).
      properties: texts,
    };
  const given = (fields: Fields) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
  return given({
    ...task,
    type,
    alertEmail: alertEmail || null,
    concurrentRun,
    frequency: given({ ...when }),
    properties: given(texts),
  });
}

function fieldsOf(value: Json | undefined): Fields {
  return isFields(value) ? value : {};
}

/** Tasks of different types may have the same name, and no task can change its type. */
const identify = (type: Json | undefined, name: Json | undefined) => `${type ?? ""} ${name ?? ""}`;

function taskKind<S extends z.ZodObject>(type: TaskTypeId, schema: S, properties: z.ZodObject): Kind<S> {
  const { requires, one } = taskTypes[type];
  const className = type.replace(/(?:^|[.-])(\w)/g, (_, first: string) => first.toUpperCase());
  const pick = (list: Json) =>
    Array.isArray(list) ? list.map((task) => fromNexus(task, properties)).find((task) => task.type === type) : {};
  const declaration: KindDefinition<S> = {
    name: `task-${type.replaceAll(".", "-")}`,
    token: `task:${className}`,
    noun: `${type} task`,
    family: "task",
    schema,
    endpoints: one ? (server) => ({ ...endpoints(server), remove: undefined }) : endpoints,
    ...(requires && { requires }),
    ...(one && { setting: true }),
    identify: { from: "name", name: (fields) => (one ? type : identify(fields.type ?? type, fields.name)) },
    matches: (live) => live.type === type,
    fromNexus: one ? pick : (live) => fromNexus(live, properties),
    toNexus: (fields, _purpose, server) => toNexus(fields, type, server),
  };
  return defineKind(declaration);
}

type Properties<T extends TaskTypeId> = TaskTypes[T]["properties"];
type Common<T extends TaskTypeId> = TaskTypes[T] extends { one: string } ? typeof onlyOne : typeof named;
type Told<T extends TaskTypeId> =
  Record<never, never> extends z.input<Properties<T>> ? z.ZodOptional<Properties<T>> : Properties<T>;
/** What a task of a type takes. */
export type TaskSchema<T extends TaskTypeId> = z.ZodObject<Common<T> & { properties: Told<T> }, z.core.$strict>;

function schemaOf(type: TaskTypeId): z.ZodObject {
  const { properties, one } = taskTypes[type] as { properties: z.ZodObject; one?: string };
  const isOptional = properties.safeParse({}).success;
  const own = one === undefined ? named : { ...onlyOne, name: withCreateDefault(z.string().min(1), one) };
  return z.strictObject({ ...own, properties: isOptional ? requiredBlock(properties) : properties });
}

/** One kind for each type: `taskKinds["blobstore.compact"]`. */
export const taskKinds = Object.fromEntries(
  Object.entries(taskTypes).map(([type, { properties }]) => [
    type,
    taskKind(type as TaskTypeId, schemaOf(type as TaskTypeId), properties),
  ]),
) as unknown as { [T in TaskTypeId]: Kind<TaskSchema<T>> };

/** A task of any type; what its properties are called and mean is the type's. */
export const anyTask = defineKind({
  name: "task",
  token: "task:Task",
  noun: "task",
  family: "task",
  schema: z.strictObject({
    ...named,
    /** Nexus's id of the type: `repository.export`. A task cannot change it: another one is another task. */
    type: z.string().min(1),
    /** As the type has them: texts, as Nexus keeps them (`"true"`, `"24"`). */
    properties: withCreateDefault(z.record(z.string().regex(/^[^.]+$/, "must be a name without dots"), z.string()), {}),
  }),
  endpoints,
  identify: { from: "type", name: ({ type, name }) => identify(type, name) },
  fromNexus: (live) => fromNexus(live, z.object({})),
  toNexus: (fields, _purpose, server) => toNexus(fields, String(fields.type), server),
});
