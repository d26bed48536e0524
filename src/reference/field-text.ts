import { type Edition, editions } from "../util/release.ts";
import type { FieldDescription, KindDescription } from "./kind-descriptions.ts";

/** What a field takes: `ALLOW | ALLOW_ONCE | DENY`, `integer, 1 to 65535`, `set of string`. */
export function formatType(field: FieldDescription): string {
  const { type, values, set, nullable, maxLength } = field;
  const one = values?.join(" | ");
  const whole = type.startsWith("list of ") ? type.replace(/(?<=^list of )string$/, one ?? "string") : (one ?? type);
  const bounds = [
    between(field.minimum, field.maximum, ""),
    between(field.minItems, field.maxItems, " of them"),
    maxLength === undefined ? "" : `at most ${maxLength} characters`,
  ];
  return [
    set ? whole.replace(/^list/, "set") : whole,
    ...bounds.filter(Boolean),
    ...(nullable ? ["or null"] : []),
  ].join(", ");
}

function between(from: number | undefined, to: number | undefined, of: string): string {
  if (from === undefined) return to === undefined ? "" : `at most ${to}${of}`;
  return to === undefined ? `at least ${from}${of}` : `${from} to ${to}${of}`;
}

/** What else is to be known of a field: `required`, `at creation: true`, `since 3.90.0`, `Pro`. */
export function formatNotes(field: FieldDescription): string[] {
  return [
    ...(field.identity ? ["identity"] : []),
    ...(field.required ? ["required"] : []),
    ...(field.secret ? ["secret"] : []),
    ...(field.default === undefined ? [] : [`at creation: ${JSON.stringify(field.default)}`]),
    ...(field.refersTo ? [`refers to: ${field.refersTo}`] : []),
    ...(field.since ? [`since ${field.since}`] : []),
    ...(field.edition === "PRO" ? ["Pro"] : []),
    ...(field.losesContent ? ["changing it loses content"] : []),
    ...(field.control ? ["not sent to Nexus"] : []),
  ];
}

const names: Readonly<Record<Edition, string>> = { CORE: "Core", OSS: "OSS", COMMUNITY: "Community", PRO: "Pro" };

/** `all`, `all but Core`, `Pro`. */
export function formatEditions({ editions: those }: KindDescription): string {
  const [missing, ...more] = editions.filter((edition) => !those.includes(edition));
  if (missing === undefined) return "all";
  return more.length ? those.map((edition) => names[edition]).join(", ") : `all but ${names[missing]}`;
}

/** `3.92.0`, or `any`: every release that nexus-iac works with. */
export function formatSince({ since }: KindDescription): string {
  return since ?? "any";
}
