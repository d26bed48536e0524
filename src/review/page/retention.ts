import {
  type Declaration,
  type Estate,
  getDeclaredIdentity,
  getStrings,
  listByFamily,
  listRepositories,
} from "../../estate/estate.ts";
import { type Fields, getValueAt, isUnknown, type Json } from "../../util/json.ts";
import { describeCleanupCriteria } from "../cleanup-criteria.ts";

/** Represents the rules by which content of a repository is overwritten and removed. */
export interface RepositoryRetention {
  name: string;
  kind: string;
  format: string;
  type: string;
  /** Absent for a proxy, and where it is not declared. */
  writePolicy?: string;
  /** The attached cleanup policies; absent where cleanup is not declared. */
  policies?: { name: string; criteria: string }[];
  /** The tasks that remove content, with their schedules. */
  tasks: { name: string; schedule: string }[];
}

/** Returns the retention of hosted repositories and proxies. Groups have no content of their own. */
export function listRetention(estate: Estate): RepositoryRetention[] {
  const policies = new Map(
    listByFamily(estate, "cleanup policy").map((policy) => [getDeclaredIdentity(policy), policy.fields]),
  );
  const tasks = listByFamily(estate, "task");
  return listRepositories(estate).flatMap(({ name, format, type, declaration }): RepositoryRetention[] => {
    if (!declaration || type === "group") return [];
    const { fields, kind } = declaration;
    const writePolicy = getValueAt(fields, "storage.writePolicy");
    const attached = getStrings(fields, "cleanup.policyNames").map((policy) => ({
      name: policy,
      criteria: describePolicy(policies.get(policy)),
    }));
    return [
      {
        ...{ name, kind: kind.name, format, type },
        ...(typeof writePolicy === "string" && { writePolicy }),
        ...(fields.cleanup !== undefined && { policies: attached }),
        tasks: tasks.filter((task) => removesFrom(task, name, format, attached.length > 0)).map(describeTask),
      },
    ];
  });
}

/** Types of tasks that remove components of the repositories that they name. */
const removingTaskTypes = [
  "repository.maven.purge-unused-snapshots",
  "repository.maven.remove-snapshots",
  "repository.purge-unused",
];

function removesFrom({ kind, fields }: Declaration, repository: string, format: string, hasPolicy: boolean): boolean {
  const type = getTaskType(kind.name, fields);
  if (type === "repository.cleanup") return hasPolicy;
  if (!removingTaskTypes.includes(type) || (type.includes(".maven.") && format !== "maven2")) return false;
  const repositoryName = getValueAt(fields, "properties.repositoryName");
  return repositoryName === "*" || repositoryName === repository;
}

/** Returns the type of a task, such as `repository.cleanup`. A kind for one type has the type in its name. */
function getTaskType(kind: string, { type }: Fields): string {
  if (typeof type === "string") return type;
  const types = ["repository.cleanup", ...removingTaskTypes];
  return types.find((taskType) => kind === `task-${taskType.replaceAll(".", "-")}`) ?? "";
}

function describeTask({ fields, resource }: Declaration): RepositoryRetention["tasks"][number] {
  const name = typeof fields.name === "string" ? fields.name : resource;
  return { name, schedule: fields.enabled === false ? "disabled" : describeSchedule(fields.schedule) };
}

function describePolicy(policy: Fields | undefined): string {
  return policy ? describeCleanupCriteria(policy) : "not declared here";
}

/** Describes the schedule of a task, such as `every day at 01:00 UTC`. */
export function describeSchedule(schedule: Json | undefined): string {
  if (isUnknown(schedule)) return "at a time that is not known yet";
  if (typeof schedule !== "object" || schedule === null || Array.isArray(schedule)) return "only when started manually";
  const zone = typeof schedule.timeZone === "string" ? `UTC${schedule.timeZone}` : "UTC";
  const at = `at ${String(schedule.at)} ${zone}`;
  const joinDays = (days: Json | undefined) =>
    Array.isArray(days) ? days.map(String).map(toTitleCase).join(", ") : "";
  if ("hourly" in schedule) return `every hour at minute ${String(schedule.hourly)}`;
  if ("daily" in schedule) return `every day at ${String(schedule.daily)} ${zone}`;
  if ("weekly" in schedule) return `every ${joinDays(schedule.weekly)} ${at}`;
  if ("monthly" in schedule) return `every month on day ${joinDays(schedule.monthly).toLowerCase()} ${at}`;
  if ("once" in schedule) return `once, on ${String(schedule.once).replace("T", " at ")} ${zone}`;
  if ("cron" in schedule) return `by cron ${String(schedule.cron)} ${zone}`;
  return "by another schedule";
}

function toTitleCase(word: string): string {
  return word.charAt(0) + word.slice(1).toLowerCase();
}
