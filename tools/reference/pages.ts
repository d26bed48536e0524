/** The pages of docs/reference: one for each module of resource classes, and an index. */
import { unsupportedOperations } from "../../src/model/unsupported-operations.ts";
import {
  formatEditions,
  formatNotes,
  formatRestrictions,
  formatSince,
  formatType,
} from "../../src/reference/field-text.ts";
import { describeKinds, type FieldDescription, type KindDescription } from "../../src/reference/kind-descriptions.ts";
import type { JsonKey, ResourceModule, SourceComments } from "./source-comments.ts";

/** The folder of the pages. */
export const REFERENCE_FOLDER = "docs/reference";

const notice = "<!-- Written by `npm run reference` from the comments in the source. Change those instead. -->";

/** Generates the pages. Returns the text by file name. */
export function generatePages({ comments, modules, json }: SourceComments): Map<string, string> {
  const kinds = new Map(describeKinds(comments).map((description) => [description.kind, description]));
  const sections = modules.map((module) => ({ module, kinds: module.kinds.flatMap((name) => kinds.get(name) ?? []) }));
  return new Map([
    ["README.md", indexPage(sections, json)],
    ...sections.map((section) => [`${section.module.name}.md`, modulePage(section)] as const),
  ]);
}

/** Fields that every kind, or every kind with content, has. They are described on the index page only. */
const sharedFields = ["onConflict", "allowContentLoss"];

interface Section {
  module: ResourceModule;
  kinds: readonly KindDescription[];
}

function indexPage(sections: readonly Section[], json: SourceComments["json"]): string {
  const rows = sections.flatMap(({ module, kinds }) =>
    kinds.map((kind) => [
      `[${kind.class}](${module.name}.md#${toAnchor(kind)})`,
      kind.kind,
      formatSince(kind),
      formatEditions(kind),
      formatCell(kind.description),
    ]),
  );
  return formatPage(
    "# Reference",
    "All kinds of objects and settings in Nexus that a program can declare, with their fields. In a terminal:\n" +
      "`npm run nexus-iac -- kinds`, or `nexus-iac kinds` with the package installed. `--json` prints JSON.",
    "*Since*: the first release that has the kind; *any*: every release from 3.71 on. Names and meanings of fields are Nexus's own.\n" +
      "*Default on creation*: the value that a create request sends if the field is not declared; afterwards the field is not\n" +
      "managed. *Identity*: the field that identifies the object in Nexus; default: the resource's name.",
    formatTable(["class", "kind", "since", "editions", "description"], rows),
    "## Fields of every kind",
    "Only kinds with content have `allowContentLoss`.",
    fieldTable(sharedFields.flatMap((path) => findField(sections, path) ?? [])),
    "## Unsupported operations",
    "The other operations of Nexus's API, and the reason why no kind uses them. `nexus-iac kinds --left-out` prints this table.",
    formatTable(
      ["operation", "reason"],
      Object.entries(unsupportedOperations).map(([operation, reason]) => [`\`${operation}\``, reason]),
    ),
    "## JSON output",
    "`nexus-iac kinds --json` prints a list of kinds, `nexus-iac kinds NAME --json` one kind. Keys with a `?` can be absent. Keys can be\n" +
      "added in later versions; existing keys are not removed and do not change their meaning. The exit code is 0, or 64 for a\n" +
      "usage error such as an unknown kind.",
    "A kind:",
    keyTable(json.kind),
    "A field:",
    keyTable(json.field),
  );
}

function findField(sections: readonly Section[], path: string): FieldDescription | undefined {
  const fields = sections.flatMap(({ kinds }) => kinds).flatMap((kind) => kind.fields);
  return fields.find((field) => field.path === path);
}

function modulePage({ module, kinds }: Section): string {
  return formatPage(`# ${toTitle(module)}`, module.intro, ...kinds.flatMap(kindSection));
}

function kindSection(kind: KindDescription): string[] {
  const endpoints = kind.endpoints.map((endpoint) => `\`${endpoint}\``).join(", ");
  return [
    `## ${kind.class}`,
    kind.description,
    ...(kind.example ? [`\`\`\`ts\n${kind.example}\n\`\`\``] : []),
    fieldTable(kind.fields.filter(({ path }) => !sharedFields.includes(path))),
    `Kind: \`${kind.kind}\`. Since: ${formatSince(kind)}. Editions: ${formatEditions(kind)}. Endpoints: ${endpoints}.`,
    ...formatRestrictions(kind).flatMap((sentence) => ["", sentence]),
  ];
}

function fieldTable(fields: readonly FieldDescription[]): string {
  return formatTable(
    ["field", "type", "notes", "description"],
    fields.map((field) => [
      `\`${field.path}\``,
      formatCell(formatType(field)),
      formatCell(formatNotes(field).join("; ")),
      formatCell(field.description),
    ]),
  );
}

function keyTable(keys: readonly JsonKey[]): string {
  const rows = keys.map(({ name, optional, type, text }) => [
    `\`${name}${optional ? "?" : ""}\``,
    formatCell(type),
    formatCell(text),
  ]);
  return formatTable(["key", "type", "description"], rows);
}

function toTitle({ name }: ResourceModule): string {
  return name.replaceAll("-", " ").replace(/^./, (first) => first.toUpperCase());
}

/** Returns the anchor that Git platforms give to the heading of a kind: lower case, without punctuation. */
function toAnchor(kind: KindDescription): string {
  return kind.class.toLowerCase().replaceAll(".", "");
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const formatRow = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [formatRow(head), formatRow(head.map(() => "---")), ...rows.map(formatRow)].join("\n");
}

function formatCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

function formatPage(title: string, ...sections: string[]): string {
  return `${[title, notice, ...sections.filter(Boolean)].join("\n\n")}\n`;
}
