import { formatCount } from "../../util/display-text.ts";
import { formatFieldValue, toInlineCode, toSafeMarkdown } from "../../util/markdown.ts";
import type { DriftedResource, FieldChange, Level, ReportedChange, Review } from "../report-schemas.ts";

/** The maximum length of a note in characters: GitHub accepts 65,536. */
const maxLength = 60_000;
/** The maximum lengths of lists before the first folded part, which is at most 60 lines long. The others are folded. */
const maxRisks = 20;
const maxWarnings = 6;
const maxAccessRows = 12;
/** The maximum lengths of lists. A longer list says how many entries it leaves out. */
const maxFolded = 80;
const maxFields = 20;
const maxObjects = 40;
const maxNames = 10;

const levelLabels: Readonly<Record<Level, string>> = { high: "🔴 high", medium: "🟠 medium", low: "🟡 low" };

const opLabels: Readonly<Record<ReportedChange["op"], string>> = {
  create: "created",
  adopt: "adopted",
  update: "updated",
  move: "moved to another resource",
  delete: "deleted",
  keep: "kept in Nexus",
};

/** Formats a review as a note for a merge request: risks and access changes first, the changes folded. */
export function formatReviewMarkdown(review: Review): string {
  const full = formatNote(review, listChangesByNoun(review.changes));
  if (full.length <= maxLength) return full;
  const short = formatNote(review, ["Too many changes for a note: see review.html or review.json.", ""]);
  return short.length <= maxLength ? short : `${short.slice(0, short.lastIndexOf("\n", maxLength))}\n`;
}

function formatNote(review: Review, changes: readonly string[]): string {
  const { risks, access, drift, warnings, notChecked, stack } = review;
  return [
    `### nexus-iac review: ${toInlineCode(stack)}`,
    "",
    `**${summarizeReview(review)}**`,
    "",
    ...formatSection("Risks", formatRisks(risks, "- and $ more, listed below")),
    ...formatSection("Warnings", formatLimited(warnings, maxWarnings, formatWarning, "- and $ more, listed below")),
    ...formatSection("Access changes", formatAccessTable(access.slice(0, maxAccessRows), access.length)),
    ...formatSection("More risks, warnings and access changes", [
      ...foldRest("more risks", risks.slice(maxRisks).map(formatRisk)),
      ...foldRest("more warnings", warnings.slice(maxWarnings).map(formatWarning)),
      ...foldAccess(access.slice(maxAccessRows)),
    ]),
    ...formatSection("Changes", changes),
    ...formatSection("Drift", drift.length ? formatDriftDetails(drift) : []),
    ...formatSection(
      "Not checked",
      notChecked.map((text) => `- ${toSafeMarkdown(text)}`),
    ),
  ].join("\n");
}

function formatWarning(text: string): string {
  return `- ${toSafeMarkdown(text)}`;
}

function foldRest(title: string, lines: readonly string[]): string[] {
  if (!lines.length) return [];
  return fold(`${lines.length} ${title}`, [...formatLimited(lines, maxFolded, (line) => line), ""]);
}

function foldAccess(access: Review["access"]): string[] {
  if (!access.length) return [];
  return fold(`${access.length} more access changes`, [
    ...formatAccessTable(access.slice(0, maxFolded), access.length, ""),
    "",
  ]);
}

function formatSection(title: string, lines: readonly string[]): string[] {
  return lines.length ? [`#### ${title}`, "", ...lines, ...(lines.at(-1) === "" ? [] : [""])] : [];
}

/**
 * Summarizes a review in one line:
 * `1 to create, 2 to update; risks: 1 high, 2 medium; access changes for 2 users and roles; 1 drifted`.
 */
export function summarizeReview({ summary, risks, access }: Review): string {
  const counts = [
    [summary.create, "to create"],
    [summary.adopt, "to adopt"],
    [summary.update, "to update"],
    [summary.move, "to move"],
    [summary.delete, "to delete"],
    [summary.keep, "to keep in Nexus"],
    [summary.others, "of other providers"],
  ] as const;
  const planned = counts.filter(([count]) => count).map(([count, label]) => `${count} ${label}`);
  const levels = (["high", "medium", "low"] as const)
    .map((level) => ({ level, count: risks.filter((risk) => risk.level === level).length }))
    .filter(({ count }) => count)
    .map(({ level, count }) => `${count} ${level}`);
  const principals = new Set(access.flatMap(({ who }) => who.map(({ type, id }) => `${type} ${id}`)));
  return [
    planned.join(", ") || "no changes",
    levels.length ? `risks: ${levels.join(", ")}` : "no risks",
    ...(principals.size
      ? [`access changes for ${principals.size} ${principals.size === 1 ? "user or role" : "users and roles"}`]
      : []),
    ...(summary.drift ? [`${summary.drift} drifted`] : []),
  ].join("; ");
}

/** Formats the first risks as a list. */
export function formatRisks(risks: Review["risks"], rest?: string): string[] {
  return formatLimited(risks, maxRisks, formatRisk, rest);
}

function formatRisk({ level, name, noun, provider, reason, consequence }: Review["risks"][number]): string {
  const object = `${formatObject(name, noun)}${formatProvider(provider)}`;
  return `- **${levelLabels[level]}** ${object}: ${toSafeMarkdown(reason)}. *Consequence:* ${toSafeMarkdown(consequence)}.`;
}

/** Formats the first of all access changes. */
function formatAccessTable(access: Review["access"], total: number, where = ", listed below"): string[] {
  if (!access.length) return [];
  const formatPrincipal = ({ type, id }: Review["access"][number]["who"][number]) =>
    type === "anonymous" ? "anonymous" : `${type} ${toInlineCode(id)}`;
  const formatCell = (texts: readonly string[]) => texts.map(toSafeMarkdown).join("<br>");
  const rows = access.map(({ who, are, gains, loses }) => {
    const names = formatLimited(who, maxNames, formatPrincipal, "and $ more").join("<br>");
    const state = are ? ` (${are === "gone" ? "removed" : are})` : "";
    return `| ${names}${state} | ${formatCell(gains)} | ${formatCell(loses)} |`;
  });
  const more = total - access.length;
  return [
    "| user or role | gains | loses |",
    "|---|---|---|",
    ...rows,
    ...(more > 0 ? [`| and ${more} more${where} | | |`] : []),
  ];
}

function listChangesByNoun(changes: readonly ReportedChange[]): string[] {
  const byNoun = Map.groupBy(changes, ({ noun }) => noun);
  return [...byNoun].flatMap(([noun, group]) => {
    const ops = [...Map.groupBy(group, ({ op }) => op)].map(([op, some]) => `${some.length} ${opLabels[op]}`);
    return fold(`${formatCount(group.length, noun)}: ${ops.join(", ")}`, formatBlocks(group, formatChange));
  });
}

function formatChange({ name, resource, op, replaces, fields, provider }: ReportedChange): string[] {
  const resourceName = resource === name ? "" : ` (resource ${toInlineCode(resource)})`;
  const replaced = replaces === undefined ? "" : `, replaces ${toInlineCode(replaces)}`;
  const title = `${toInlineCode(name)}${resourceName}${formatProvider(provider)} ${opLabels[op]}${replaced}`;
  return [title, "", ...formatFields(op, fields)];
}

/** A setting has no name besides its noun. */
function formatObject(name: string, noun: string): string {
  return name === noun ? noun : `${toInlineCode(name)} (${noun})`;
}

function formatProvider(provider: string | undefined): string {
  return provider === undefined ? "" : ` in the Nexus of ${toInlineCode(provider)}`;
}

function formatFields(op: ReportedChange["op"], fields: readonly FieldChange[]): string[] {
  if (!fields.length) return [];
  if (op === "create") {
    const rows = formatLimited(
      fields,
      maxFields,
      (field) => `| ${toInlineCode(field.path)} | ${formatAfter(field)}${field.byDefault ? " *(default)*" : ""} |`,
      "| and $ more | |",
    );
    return ["| field | value |", "|---|---|", ...rows, ""];
  }
  const header = op === "adopt" ? "| field | in Nexus | declared |" : "| field | before | after |";
  return [header, "|---|---|---|", ...formatFieldRows(fields), ""];
}

function formatFieldRows(fields: readonly FieldChange[]): string[] {
  return formatLimited(
    fields,
    maxFields,
    (field) => `| ${toInlineCode(field.path)} | ${formatBefore(field)} | ${formatAfter(field)} |`,
    "| and $ more | | |",
  );
}

function formatBefore({ before, secret, notRead, added, removed }: FieldChange): string {
  if (secret) return "*secret*";
  if (notRead) return "*not read*";
  return added || removed
    ? (removed ?? []).map((item) => `− ${formatFieldValue(item)}`).join("<br>")
    : formatFieldValue(before);
}

function formatAfter({ after, secret, unknown, withdrawn, added, removed }: FieldChange): string {
  if (Array.isArray(after) && !after.length && !removed?.length) return "*none*";
  if (secret) return "*secret*";
  if (unknown) return "*known after up*";
  if (withdrawn) return after === undefined ? "*reset to default*" : `${formatFieldValue(after)} *(reset to default)*`;
  return added || removed
    ? (added ?? []).map((item) => `+ ${formatFieldValue(item)}`).join("<br>")
    : formatFieldValue(after);
}

/** Formats drifted resources as a folded list. */
export function formatDriftDetails(drift: readonly DriftedResource[], state = "not as declared"): string[] {
  return fold(
    `${drift.length === 1 ? "1 resource" : formatCount(drift.length, "resource")} ${state}`,
    formatBlocks(drift, formatDrifted),
  );
}

function formatDrifted({ name, noun, provider, missing, mended, fields }: DriftedResource): string[] {
  const object = `${formatObject(name, noun)}${formatProvider(provider)}`;
  const repaired = mended ? " (repaired by this change)" : "";
  if (missing) return [`${object}: missing in Nexus${repaired}`, ""];
  return [
    `${object}${repaired}`,
    "",
    "| field | declared | in Nexus |",
    "|---|---|---|",
    ...formatFieldRows(fields),
    "",
  ];
}

function fold(title: string, lines: readonly string[]): string[] {
  return ["<details>", `<summary>${title}</summary>`, "", ...lines, "</details>", ""];
}

function formatBlocks<T>(objects: readonly T[], format: (object: T) => string[]): string[] {
  const more = objects.length - maxObjects;
  return [...objects.slice(0, maxObjects).flatMap(format), ...(more > 0 ? [`and ${more} more`, ""] : [])];
}

/** Formats the first objects as lines, and a last line with the number of those left out. */
function formatLimited<T>(
  objects: readonly T[],
  limit: number,
  format: (object: T) => string,
  rest = "- and $ more",
): string[] {
  const more = objects.length - limit;
  return [...objects.slice(0, limit).map(format), ...(more > 0 ? [rest.replace("$", String(more))] : [])];
}
