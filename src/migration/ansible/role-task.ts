import type { Kind } from "../../model/kind.ts";
import { type Fields, isFields, type Json } from "../../util/json.ts";

const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Converts an entry of `nexus_scheduled_tasks`, whose properties are the texts that Nexus stores. */
export function parseTask(kind: Kind, entry: Fields): Fields {
  const { name, typeId, enabled = true, task_alert_email: alertEmail, taskProperties, booleanTaskProperties } = entry;
  const properties = {
    ...(isFields(taskProperties) && taskProperties),
    ...(isFields(booleanTaskProperties) && booleanTaskProperties),
  };
  const task = {
    ...{ typeId, name, enabled, notificationCondition: "FAILURE" },
    ...(typeof alertEmail === "string" && alertEmail && { alertEmail }),
    ...parseSchedule(entry),
    properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, String(value)])),
  };
  return kind.fromNexus(kind.setting ? [task] : task) ?? {};
}

function parseSchedule({ schedule_type = "cron", cron, start_date_time, weekly_days, monthly_days }: Fields): Fields {
  const days = (list: Json | undefined, convert: (day: Json) => Json) => (Array.isArray(list) ? list.map(convert) : []);
  return {
    schedule: schedule_type,
    cronExpression: cron ?? null,
    recurringDays:
      schedule_type === "weekly"
        ? days(weekly_days, (day) => weekdays.indexOf(String(day)) + 1)
        : days(monthly_days, Number),
    ...(start_date_time !== undefined && { startDate: `${start_date_time}Z` }),
  };
}
