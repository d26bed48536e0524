/** The pages of docs/reference: one for each module of resource classes, and their index. */

import { unsupportedOperations } from "../../src/model/unsupported-operations.ts";
import { formatEditions, formatNotes, formatSince, formatType } from "../../src/reference/field-text.ts";
import { describeKinds, type FieldDescription, type KindDescription } from "../../src/reference/kind-descriptions.ts";
import type { Key, Module, Source } from "./comments.ts";

/** Where the pages are. */
export const PAGES = "docs/reference";

const generated = "<!-- Written by `npm run reference` from the source: change the comments there. -->";

/** Each page's text by its file name. */
export function pagesOf({ comments, modules, json }: Source): Map<string, string> {
  const kinds = new Map(describeKinds(comments).map((described) => [described.kind, described]));
  const sections = modules.map((module) => ({ module, kinds: module.kinds.flatMap((name) => kinds.get(name) ?? []) }));
  return new Map([
    ["README.md", indexPage(sections, json)],
    ...sections.map((section) => [`${section.module.name}.md`, modulePage(section)] as const),
  ]);
}

/** How to work, not what to make: taken by every kind, or by every kind that holds content, and told once. */
const everywhere = ["onConflict", "allowContentLoss"];

interface Section {
  module: Module;
  kinds: readonly KindDescription[];
}

function indexPage(sections: readonly Section[], json: Source["json"]): string {
  const rows = sections.flatMap(({ module, kinds }) =>
    kinds.map((kind) => [
      `[${kind.class}](${module.name}.md#${anchor(kind)})`,
      kind.kind,
      formatSince(kind),
      formatEditions(kind),
      cell(kind.description),
    ]),
  );
  return page(
    "# Reference",
    "What Nexus can be told, each with all its fields. The same in a terminal: `npm run nexus-iac -- kinds`, or `nexus-iac kinds`\n" +
      "where the package is installed; `--json` for machines.",
    "*Since*: the release that first had it; *any*: every one from 3.71 on. Names and meanings of fields are Nexus's own. *At\n" +
      "creation*: what Nexus gets where a program says nothing; it is not watched afterwards. *Identity*: what Nexus tells one\n" +
      "from another by; where it is left out, the resource's own name.",
    table(["class", "kind", "since", "editions", "what it is"], rows),
    "## In every kind",
    "`allowContentLoss` where content can be lost.",
    fieldTable(everywhere.flatMap((path) => fieldIn(sections, path) ?? [])),
    "## What no kind tells",
    "Everything else that Nexus's API can be told, and why no resource tells it. `nexus-iac kinds --left-out` prints the same.",
    table(
      ["operation", "why"],
      Object.entries(unsupportedOperations).map(([operation, reason]) => [`\`${operation}\``, reason]),
    ),
    "## The JSON",
    "`nexus-iac kinds --json` prints a list of kinds, `nexus-iac kinds NAME --json` one. Keys with a `?` may be absent; new ones\n" +
      "may come, and none goes or changes its meaning. The exit code is 0, or 2 where the command was used wrongly or there\n" +
      "is no such kind.",
    "A kind:",
    keyTable(json.kind),
    "A field:",
    keyTable(json.field),
  );
}

function fieldIn(sections: readonly Section[], path: string): FieldDescription | undefined {
  const fields = sections.flatMap(({ kinds }) => kinds).flatMap((kind) => kind.fields);
  return fields.find((field) => field.path === path);
}

function modulePage({ module, kinds }: Section): string {
  return page(`# ${titleOf(module)}`, module.intro, ...kinds.flatMap(kindSection));
}

function kindSection(kind: KindDescription): string[] {
  return [
    `## ${kind.class}`,
    kind.description,
    ...(kind.example ? [`\`\`\`ts\n${kind.example}\n\`\`\``] : []),
    fieldTable(kind.fields.filter(({ path }) => !everywhere.includes(path))),
    `Kind: \`${kind.kind}\`. Since: ${formatSince(kind)}. Editions: ${formatEditions(kind)}. Endpoints: ${kind.endpoints.map((endpoint) => `\`${endpoint}\``).join(", ")}.`,
  ];
}

function fieldTable(fields: readonly FieldDescription[]): string {
  return table(["field", "type", "", "meaning"], fields.map(fieldRow));
}

function fieldRow(field: FieldDescription): string[] {
  return [`\`${field.path}\``, cell(formatType(field)), cell(formatNotes(field).join("; ")), cell(field.description)];
}

function keyTable(keys: readonly Key[]): string {
  const rows = keys.map(({ name, optional, type, text }) => [
    `\`${name}${optional ? "?" : ""}\``,
    cell(type),
    cell(text),
  ]);
  return table(["key", "type", "meaning"], rows);
}

function titleOf({ name }: Module): string {
  return name.replaceAll("-", " ").replace(/^./, (first) => first.toUpperCase());
}

/** As headings are turned into anchors: lower case, without punctuation. */
function anchor(kind: KindDescription): string {
  return kind.class.toLowerCase().replaceAll(".", "");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

function page(title: string, ...parts: string[]): string {
  return `${[title, generated, ...parts.filter(Boolean)].join("\n\n")}\n`;
}
