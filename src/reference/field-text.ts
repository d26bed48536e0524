import { type Edition, editions } from "../util/release.ts";
import type { FieldDescription, KindDescription } from "./kind-descriptions.ts";

/** Formats the type and the limits of a field: `ALLOW | ALLOW_ONCE | DENY`, `integer, 1 to 65535`, `set of string`. */
export function formatType(field: FieldDescription): string {
  const { type, values, set, nullable, maxLength } = field;
  const choices = values?.join(" | ");
  const text = type.startsWith("list of ")
    ? type.replace(/(?<=^list of )string$/, choices ?? "string")
    : (choices ?? type);
  const limits = [
    formatRange(field.minimum, field.maximum),
    formatRange(field.minItems, field.maxItems, "element"),
    maxLength === undefined ? "" : `at most ${maxLength} characters`,
  ];
  return [set ? text.replace(/^list/, "set") : text, ...limits.filter(Boolean), ...(nullable ? ["or null"] : [])].join(
    ", ",
  );
}

function formatRange(minimum: number | undefined, maximum: number | undefined, noun?: string): string {
  if (minimum === undefined && maximum === undefined) return "";
  const unit = noun === undefined ? "" : ` ${noun}${(maximum ?? minimum) === 1 ? "" : "s"}`;
  if (minimum === undefined) return `at most ${maximum}${unit}`;
  return maximum === undefined ? `at least ${minimum}${unit}` : `${minimum} to ${maximum}${unit}`;
}

/** Formats the other properties of a field: `required`, `default on creation: true`, `since 3.90.0`, `Pro`. */
export function formatNotes(field: FieldDescription): string[] {
  return [
    ...(field.identity ? ["identity"] : []),
    ...(field.required ? ["required"] : []),
    ...(field.secret ? ["secret"] : []),
    ...(field.default === undefined ? [] : [`default on creation: ${JSON.stringify(field.default)}`]),
    ...(field.refersTo ? [`refers to: ${field.refersTo}`] : []),
    ...(field.since ? [`since ${formatSince(field)}`] : []),
    ...(field.removedIn ? [`removed in ${field.removedIn}`] : []),
    ...(field.defect ? [field.defect] : []),
    ...(field.edition === "PRO" ? ["Pro"] : []),
    ...(field.losesContent ? ["a change loses content"] : []),
    ...(field.control ? ["not sent to Nexus"] : []),
  ];
}

const names: Readonly<Record<Edition, string>> = { CORE: "Core", OSS: "OSS", COMMUNITY: "Community", PRO: "Pro" };

/** Formats the editions of a kind: `all`, `all except Core`, `Pro`. */
export function formatEditions({ editions: supported }: KindDescription): string {
  const [missing, ...others] = editions.filter((edition) => !supported.includes(edition));
  if (missing === undefined) return "all";
  return others.length ? supported.map((edition) => names[edition]).join(", ") : `all except ${names[missing]}`;
}

/** Formats the first release of a kind or field: `3.92.0`, `3.81.0 or earlier` if it is not certain, `any` for every supported release. */
export function formatSince({ since, absentIn }: Pick<KindDescription, "since" | "absentIn">): string {
  return since === undefined ? "any" : `${since}${absentIn === undefined ? "" : " or earlier"}`;
}

/** Formats until when a kind exists, and its defects. */
export function formatRestrictions({ removedIn, replacement, defect }: KindDescription): string[] {
  const instead = replacement === undefined ? "" : `; use ${replacement} instead`;
  return [
    ...(removedIn === undefined ? [] : [`Removed in ${removedIn}${instead}.`]),
    ...(defect === undefined ? [] : [`The kind ${defect}.`]),
  ];
}
