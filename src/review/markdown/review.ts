import { formatCount } from "../../util/display-text.ts";
import { formatFieldValue, toInlineCode, toSafeMarkdown } from "../../util/markdown.ts";
import type { DriftedResource, FieldChange, Level, ReportedChange, Review } from "../report-schemas.ts";

/** What a note on a merge request may be at most: GitHub takes 65,536 characters. */
const most = 60_000;
/** Beyond these a list says how many more there are. */
const mostRisks = 30;
const mostFields = 20;
const mostThings = 40;
const mostNames = 10;

const lights: Readonly<Record<Level, string>> = { high: "🔴 high", medium: "🟠 medium", low: "🟡 low" };

const opWords: Readonly<Record<ReportedChange["op"], string>> = {
  create: "created",
  adopt: "adopted",
  update: "changed",
  move: "declared elsewhere",
  delete: "deleted",
  keep: "kept in Nexus",
};

/** The review as a note for a merge request: what needs a look first, the rest folded. */
export function formatReviewMarkdown(review: Review): string {
  const whole = note(review, changesByNoun(review.changes));
  if (whole.length <= most) return whole;
  const short = note(review, ["The changes are too many for a note: they are in review.html and review.json.", ""]);
  return short.length <= most ? short : `${short.slice(0, short.lastIndexOf("\n", most))}\n`;
}

function note(review: Review, changes: readonly string[]): string {
  const { risks, access, drift, notChecked, stack } = review;
  return [
    `### nexus-iac: ${toInlineCode(stack)}`,
    "",
    `**${summarizeReview(review)}**`,
    "",
    ...section("Needs a careful look", limited(risks, mostRisks, riskLine)),
    ...section("Access", access.length ? accessTable(review) : []),
    ...section("Changes", changes),
    ...section("Drift", drift.length ? formatDriftDetails(drift) : []),
    ...section(
      "Not checked",
      notChecked.map((text) => `- ${toSafeMarkdown(text)}`),
    ),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length ? [`#### ${title}`, "", ...lines, ...(lines.at(-1) === "" ? [] : [""])] : [];
}

/** `1 to create, 2 to change; 1 high and 2 medium risks; 2 gain or lose access; 1 drifted` */
export function summarizeReview({ summary, risks, access }: Review): string {
  const ops = [
    [summary.create, "to create"],
    [summary.adopt, "to adopt"],
    [summary.update, "to change"],
    [summary.move, "declared elsewhere"],
    [summary.delete, "to delete"],
    [summary.keep, "to leave in Nexus"],
    [summary.others, "outside Nexus"],
  ] as const;
  const planned = ops.filter(([count]) => count).map(([count, words]) => `${count} ${words}`);
  const levels = (["high", "medium", "low"] as const)
    .map((level) => ({ level, count: risks.filter((risk) => risk.level === level).length }))
    .filter(({ count }) => count)
    .map(({ level, count }) => `${count} ${level}`);
  return [
    planned.join(", ") || "No changes",
    levels.length ? `risks: ${levels.join(", ")}` : "no risks found",
    ...(access.length
      ? [`access changes for ${new Set(access.flatMap(({ who }) => who.map(({ type, id }) => `${type} ${id}`))).size}`]
      : []),
    ...(summary.drift ? [`${summary.drift} drifted`] : []),
  ].join("; ");
}

function riskLine({ level, name, noun, provider, reason, consequence }: Review["risks"][number]): string {
  return `- **${lights[level]}** ${thing(name, noun)}${nexusOf(provider)}: ${toSafeMarkdown(reason)}. *Consequence:* ${toSafeMarkdown(consequence)}.`;
}

function accessTable({ access }: Review): string[] {
  const one = ({ type, id }: Review["access"][number]["who"][number]) =>
    type === "anonymous" ? "anonymous" : `${type} ${toInlineCode(id)}`;
  const cell = (texts: readonly string[]) => texts.map(toSafeMarkdown).join("<br>");
  const rows = access.map(({ who, are, gains, loses }) => {
    const names = limited(who, mostNames, one, "and $ more").join("<br>");
    return `| ${names}${are ? ` (${are})` : ""} | ${cell(gains)} | ${cell(loses)} |`;
  });
  return ["| who | gains | loses |", "|---|---|---|", ...limited(rows, mostThings, (row) => row, "| and $ more | | |")];
}

function changesByNoun(changes: readonly ReportedChange[]): string[] {
  const nouns = Map.groupBy(changes, ({ noun }) => noun);
  return [...nouns].flatMap(([noun, mine]) => {
    const ops = [...Map.groupBy(mine, ({ op }) => op)].map(([op, some]) => `${some.length} ${opWords[op]}`);
    return folded(`${formatCount(mine.length, noun)}: ${ops.join(", ")}`, limitedBlocks(mine, changeBlock));
  });
}

function changeBlock({ name, resource, op, replaces, fields, provider }: ReportedChange): string[] {
  const called = resource === name ? "" : ` (resource ${toInlineCode(resource)})`;
  const former = replaces === undefined ? "" : `, in place of ${toInlineCode(replaces)}`;
  return [`${toInlineCode(name)}${called}${nexusOf(provider)} ${opWords[op]}${former}`, "", ...fieldTable(op, fields)];
}

/** A setting has no name of its own. */
function thing(name: string, noun: string): string {
  return name === noun ? noun : `${toInlineCode(name)} (${noun})`;
}

function nexusOf(provider: string | undefined): string {
  return provider === undefined ? "" : ` in the Nexus of ${toInlineCode(provider)}`;
}

function fieldTable(op: ReportedChange["op"], fields: readonly FieldChange[]): string[] {
  if (!fields.length) return [];
  if (op === "create") {
    const rows = limited(
      fields,
      mostFields,
      (field) => `| ${toInlineCode(field.path)} | ${afterOf(field)} |`,
      "| and $ more | |",
    );
    return ["| field | value |", "|---|---|", ...rows, ""];
  }
  const heads = op === "adopt" ? "| field | today | declared |" : "| field | before | after |";
  const rows = limited(
    fields,
    mostFields,
    (field) => `| ${toInlineCode(field.path)} | ${beforeOf(field)} | ${afterOf(field)} |`,
    "| and $ more | | |",
  );
  return [heads, "|---|---|---|", ...rows, ""];
}

function beforeOf({ before, secret, added, removed }: FieldChange): string {
  if (secret) return "*a secret*";
  return added || removed
    ? (removed ?? []).map((item) => `− ${formatFieldValue(item)}`).join("<br>")
    : formatFieldValue(before);
}

function afterOf({ after, secret, unknown, withdrawn, added, removed }: FieldChange): string {
  if (Array.isArray(after) && !after.length && !removed?.length) return "*none*";
  if (secret) return "*a secret*";
  if (unknown) return "*known in the run*";
  if (withdrawn) return "*Nexus's default*";
  return added || removed
    ? (added ?? []).map((item) => `+ ${formatFieldValue(item)}`).join("<br>")
    : formatFieldValue(after);
}

/** Things that are not as declared, folded. */
export function formatDriftDetails(drift: readonly DriftedResource[], what = "not as declared"): string[] {
  return folded(
    `${drift.length === 1 ? "1 thing" : `${drift.length} things`} ${what}`,
    limitedBlocks(drift, driftBlock),
  );
}

function driftBlock({ name, noun, provider, missing, mended, fields }: DriftedResource): string[] {
  const what = `${thing(name, noun)}${nexusOf(provider)}${mended ? ", which this change mends" : ""}`;
  if (missing) return [`${what}: is gone from Nexus`, ""];
  const rows = limited(
    fields,
    mostFields,
    (field) => `| ${toInlineCode(field.path)} | ${beforeOf(field)} | ${afterOf(field)} |`,
    "| and $ more | | |",
  );
  return [what, "", "| field | declared | in Nexus |", "|---|---|---|", ...rows, ""];
}

function folded(title: string, lines: readonly string[]): string[] {
  return ["<details>", `<summary>${title}</summary>`, "", ...lines, "</details>", ""];
}

function limitedBlocks<T>(things: readonly T[], block: (thing: T) => string[]): string[] {
  const more = things.length - mostThings;
  return [...things.slice(0, mostThings).flatMap(block), ...(more > 0 ? [`and ${more} more`, ""] : [])];
}

/** The first of them, and how many more there are. */
function limited<T>(things: readonly T[], count: number, line: (thing: T) => string, rest = "- and $ more"): string[] {
  const more = things.length - count;
  return [...things.slice(0, count).map(line), ...(more > 0 ? [rest.replace("$", String(more))] : [])];
}
