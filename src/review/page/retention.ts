/** What is kept and what is removed, repository by repository. */
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

export interface RepositoryRetention {
  name: string;
  kind: string;
  format: string;
  type: string;
  /** Absent for a proxy, or where nobody declared it. */
  writePolicy?: string;
  /** Absent where nobody declared any; empty where it is never cleaned. */
  policies?: { name: string; criteria: string }[];
  /** The tasks that remove from it, and when they run. */
  removers: { name: string; when: string }[];
}

/** Hosted repositories and proxies: groups have no content of their own. */
export function listRetention(estate: Estate): RepositoryRetention[] {
  const policies = new Map(listByFamily(estate, "cleanup policy").map((one) => [getDeclaredIdentity(one), one.fields]));
  const tasks = listByFamily(estate, "task");
  return listRepositories(estate).flatMap(({ name, format, type, declaration }): RepositoryRetention[] => {
    if (!declaration || type === "group") return [];
    const { fields, kind } = declaration;
    const [cleanup, writePolicy] = [fields.cleanup, getValueAt(fields, "storage.writePolicy")];
    const attached = getStrings(fields, "cleanup.policyNames").map((policy) => ({
      name: policy,
      criteria: criteriaOf(policies.get(policy)),
    }));
    return [
      {
        ...{ name, kind: kind.name, format, type },
        ...(typeof writePolicy === "string" && { writePolicy }),
        ...(cleanup !== undefined && { policies: attached }),
        removers: tasks.filter((task) => removes(task, name, format, attached.length > 0)).map(removerOf),
      },
    ];
  });
}

/** Tasks that remove components by themselves, for the repositories that they name. */
const removing = [
  "repository.maven.purge-unused-snapshots",
  "repository.maven.remove-snapshots",
  "repository.purge-unused",
];

function removes({ kind, fields }: Declaration, repository: string, format: string, hasPolicy: boolean): boolean {
  const type = typeOf(kind.name, fields);
  if (type === "repository.cleanup") return hasPolicy;
  if (!removing.includes(type) || (type.includes(".maven.") && format !== "maven2")) return false;
  const named = getValueAt(fields, "properties.repositoryName");
  return named === "*" || named === repository;
}

/** `repository.cleanup`: the type of a task of a kind of its own is in the kind's name. */
function typeOf(kind: string, { type }: Fields): string {
  if (typeof type === "string") return type;
  return ["repository.cleanup", ...removing].find((one) => kind === `task-${one.replaceAll(".", "-")}`) ?? "";
}

function removerOf({ fields, resource }: Declaration): RepositoryRetention["removers"][number] {
  const name = typeof fields.name === "string" ? fields.name : resource;
  return { name, when: fields.enabled === false ? "switched off" : describeSchedule(fields.schedule) };
}

function criteriaOf(policy: Fields | undefined): string {
  return policy ? describeCleanupCriteria(policy) : "declared elsewhere";
}

/** When a task runs: `every day at 01:00 UTC`. */
export function describeSchedule(schedule: Json | undefined): string {
  if (isUnknown(schedule)) return "at a time that is not known yet";
  if (typeof schedule !== "object" || schedule === null || Array.isArray(schedule))
    return "only when somebody starts it";
  const zone = typeof schedule.timeZone === "string" ? `UTC${schedule.timeZone}` : "UTC";
  const at = `at ${String(schedule.at)} ${zone}`;
  const days = (list: Json | undefined) => (Array.isArray(list) ? list.map(String).map(capitalized).join(", ") : "");
  if ("hourly" in schedule) return `every hour at minute ${String(schedule.hourly)}`;
  if ("daily" in schedule) return `every day at ${String(schedule.daily)} ${zone}`;
  if ("weekly" in schedule) return `every ${days(schedule.weekly)} ${at}`;
  if ("monthly" in schedule) return `every month on day ${days(schedule.monthly).toLowerCase()} ${at}`;
  if ("once" in schedule) return `once, on ${String(schedule.once).replace("T", " at ")} ${zone}`;
  if ("cron" in schedule) return `by cron ${String(schedule.cron)} ${zone}`;
  return "at a time of its own";
}

function capitalized(word: string): string {
  return word.charAt(0) + word.slice(1).toLowerCase();
}
