import { z } from "zod";
import { type Fields, isFields, type Json } from "../../util/json.ts";
import { isAtLeast, type Server } from "../../util/release.ts";
import { emailAddress } from "../email-address.ts";
import { fieldMetadata, requiredBlock, withCreateDefault } from "../field-metadata.ts";
import { defineKind, type Endpoints, type Kind, type KindDefinition } from "../kind.ts";
import { decodeProperties, encodeProperties, freeProperties } from "../property-codec.ts";
import { findByType } from "./find-by-type.ts";
import { schedule, scheduleFromNexus, scheduleToNexus } from "./schedule.ts";
import { type TaskTypeId, type TaskTypes, taskTypes } from "./task-types.ts";

const commonFields = {
  /** Enables the schedule. Default on creation: true. */
  enabled: withCreateDefault(z.boolean(), true),
  /** The address that receives e-mails about runs. */
  alertEmail: emailAddress().optional(),
  /** The runs to report: failed ones, or all. Default on creation: `FAILURE`. */
  notificationCondition: withCreateDefault(z.enum(["FAILURE", "SUCCESS_FAILURE"]), "FAILURE"),
  /** The schedule. Default on creation: `"manual"`. */
  schedule,
  /** Allows the task to run at the same time as others of its type. Release 3.94 or later, Pro. */
  concurrentRun: z.boolean().optional().register(fieldMetadata, { since: "3.94.0", pro: true, notReturned: true }),
};

const namedTask = {
  /** The name, unique among tasks of the type. Default: the resource's name. */
  name: z.string().min(1).register(fieldMetadata, { identity: true }),
  ...commonFields,
};
const singletonTask = {
  /** The name shown in Nexus. */
  name: z.string().min(1).optional(),
  ...commonFields,
};

const isProSince = (edition: Server["edition"], release: Server["release"], since: string) =>
  edition === "PRO" && release !== undefined && isAtLeast(release, since);

/**
 * Pro writes tasks by REST from 3.74 on and reads them by REST from 3.92 on; before, REST returns neither schedules nor
 * properties. Otherwise ExtDirect is used, as by Nexus's user interface: other editions refuse writes by REST (405).
 */
function endpoints({ release, edition }: Server): Endpoints {
  const list = isProSince(edition, release, "3.92.0") ? "/v1/tasks" : "extdirect:coreui_Task.read";
  if (isProSince(edition, release, "3.74.0"))
    return { list, create: "POST /v1/tasks", update: "PUT /v1/tasks/{id}", remove: "DELETE /v1/tasks/{id}" };
  return {
    list,
    create: "POST extdirect:coreui_Task.create",
    update: "PUT extdirect:coreui_Task.update",
    remove: "DELETE extdirect:coreui_Task.remove/{id}",
  };
}

/** Nexus stores internal values and the result of the last run among the properties. */
const isInternalProperty = (name: string) => name.startsWith(".") || name.startsWith("lastRunState.");

function fromNexus(live: Json, properties: z.ZodObject): Fields {
  const task = fieldsOf(live);
  const ownProperties = Object.entries(fieldsOf(task.properties)).filter(([name]) => !isInternalProperty(name));
  return {
    id: task.id,
    // The field is named `type` in REST and `typeId` in ExtDirect.
    type: task.type ?? task.typeId,
    name: task.name,
    enabled: task.enabled,
    alertEmail: task.alertEmail,
    notificationCondition: task.notificationCondition,
    schedule: scheduleFromNexus(task),
    startDate: task.startDate,
    properties: decodeProperties(properties, Object.fromEntries(ownProperties)),
  };
}

function toNexus(body: Fields, type: string, server: Server = {}): Json {
  const { id, name, enabled, alertEmail, notificationCondition, concurrentRun } = body;
  const nexusSchedule = scheduleToNexus(body.schedule, body.startDate);
  const texts = encodeProperties(fieldsOf(body.properties));
  const task = { name, enabled, notificationCondition };
  if (endpoints(server).create.includes("extdirect"))
    return {
      ...task,
      ...(id !== undefined && { id }),
      typeId: type,
      alertEmail: alertEmail ?? "",
      ...nexusSchedule,
      schedule: nexusSchedule.schedule === "cron" ? "advanced" : nexusSchedule.schedule,
      startDate: nexusSchedule.startDate === null ? null : new Date(nexusSchedule.startDate).toISOString(),
      // A property that is omitted keeps its value; null removes it (3.71).
      properties: texts,
    };
  const withoutEmpty = (fields: Fields) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
  return withoutEmpty({
    ...task,
    type,
    alertEmail: alertEmail || null,
    concurrentRun,
    frequency: withoutEmpty({ ...nexusSchedule }),
    properties: withoutEmpty(texts),
  });
}

function fieldsOf(value: Json | undefined): Fields {
  return isFields(value) ? value : {};
}

/** Tasks of different types can have the same name, and the type of a task cannot change. */
const identityOf = (type: Json | undefined, name: Json | undefined) => `${type ?? ""} ${name ?? ""}`;

function taskKind<S extends z.ZodObject>(type: TaskTypeId, schema: S, properties: z.ZodObject): Kind<S> {
  const { requires, singleton } = taskTypes[type];
  const className = type.replace(/(?:^|[.-])(\w)/g, (_, first: string) => first.toUpperCase());
  const parse = (live: Json) => fromNexus(live, properties);
  const declaration: KindDefinition<S> = {
    name: `task-${type.replaceAll(".", "-")}`,
    token: `task:${className}`,
    noun: `${type} task`,
    family: "task",
    schema,
    endpoints: singleton ? (server) => ({ ...endpoints(server), remove: undefined }) : endpoints,
    ...(requires && { requires }),
    ...(singleton && { setting: true }),
    identify: { from: "name", name: (fields) => (singleton ? type : identityOf(fields.type ?? type, fields.name)) },
    matches: (live) => live.type === type,
    fromNexus: singleton ? (list) => findByType(list, type, parse) : parse,
    toNexus: (fields, _purpose, server) => toNexus(fields, type, server),
  };
  return defineKind(declaration);
}

type Properties<T extends TaskTypeId> = TaskTypes[T]["properties"];
type Common<T extends TaskTypeId> = TaskTypes[T] extends { singleton: string }
  ? typeof singletonTask
  : typeof namedTask;
type PropertiesField<T extends TaskTypeId> =
  Record<never, never> extends z.input<Properties<T>> ? z.ZodOptional<Properties<T>> : Properties<T>;
/** The schema of a task of one type. */
export type TaskSchema<T extends TaskTypeId> = z.ZodObject<
  Common<T> & {
    /** The properties of the type. */
    properties: PropertiesField<T>;
  },
  z.core.$strict
>;

function schemaOf(type: TaskTypeId): z.ZodObject {
  const { properties, singleton } = taskTypes[type] as { properties: z.ZodObject; singleton?: string };
  const isOptional = properties.safeParse({}).success;
  const own =
    singleton === undefined ? namedTask : { ...singletonTask, name: withCreateDefault(z.string().min(1), singleton) };
  return z.strictObject({ ...own, properties: isOptional ? requiredBlock(properties) : properties });
}

/** The kinds of tasks, one for each type: `taskKinds["blobstore.compact"]`. */
export const taskKinds = Object.fromEntries(
  Object.entries(taskTypes).map(([type, { properties }]) => [
    type,
    taskKind(type as TaskTypeId, schemaOf(type as TaskTypeId), properties),
  ]),
) as unknown as { [T in TaskTypeId]: Kind<TaskSchema<T>> };

/** A task of any type. The names and meanings of its properties depend on the type. */
export const anyTask = defineKind({
  name: "task",
  token: "task:Task",
  noun: "task",
  family: "task",
  schema: z.strictObject({
    ...namedTask,
    /** Nexus's id of the type, such as `repository.export`. A change replaces the task. */
    type: z.string().min(1),
    /**
     * The properties of the type, as texts (`"true"`, `"24"`). Those with a name such as `password`, `secret` or `token` are
     * stored as secrets. A value that Nexus does not show is not compared.
     */
    properties: withCreateDefault(freeProperties(z.string().register(fieldMetadata, { sensitive: "byName" })), {}),
  }),
  endpoints,
  identify: { from: "type", name: ({ type, name }) => identityOf(type, name) },
  fromNexus: (live) => fromNexus(live, z.object({})),
  toNexus: (fields, _purpose, server) => toNexus(fields, String(fields.type), server),
});
