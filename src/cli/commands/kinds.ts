import type { Command } from "commander";
import { unsupportedOperations } from "../../model/unsupported-operations.ts";
import {
  formatEditions,
  formatNotes,
  formatRestrictions,
  formatSince,
  formatType,
} from "../../reference/field-text.ts";
import {
  describeKinds,
  findKindDescription,
  type KindDescription,
  suggestKind,
} from "../../reference/kind-descriptions.ts";
import { UsageError } from "../../util/user-error.ts";
import { alignColumns, wrapText } from "../shared/column-layout.ts";
import { formatExamples } from "../shared/command-options.ts";
import { toIndentedJson } from "../shared/report-files.ts";
import { printLines } from "../shared/terminal.ts";

/** Adds `nexus-iac kinds`: the kinds of objects that a program can declare. */
export function kindsCommand(program: Command): void {
  program
    .command("kinds")
    .summary("list the kinds of objects that can be declared, or the fields of one kind")
    .description(
      "Lists the kinds that can be declared, with class, API request, first release and editions. With a name it prints " +
        "that kind with all its fields; with the first word of several names, the list of these.",
    )
    .argument("[name]", "a kind such as docker-hosted, its class such as docker.Hosted, or a first word such as docker")
    .option("--json", "print JSON: a list of kinds, or one kind")
    .option("--left-out", "list the write operations of Nexus's API that no kind uses, with the reason")
    .addHelpText("after", formatExamples("nexus-iac kinds", "nexus-iac kinds docker", "nexus-iac kinds docker-hosted"))
    .action((name: string | undefined, { json, leftOut: others }: { json?: true; leftOut?: true }) => {
      if (others) return print(unsupportedOperations, json ? toIndentedJson : formatLeftOut);
      if (name === undefined) return print(describeKinds(), json ? toIndentedJson : formatTable);
      const kind = findKindDescription(name);
      if (kind) return print(kind, json ? toIndentedJson : formatKind);
      const matching = describeKinds().filter((described) => described.kind.startsWith(`${name}-`));
      if (matching.length) return print(matching, json ? toIndentedJson : formatTable);
      const near = suggestKind(name);
      const suggestion = near === undefined ? "" : ` Did you mean ${near}?`;
      throw new UsageError(`Unknown kind: ${name}.${suggestion}\nTo list all kinds: nexus-iac kinds`);
    });
}

function formatLeftOut(operations: Readonly<Record<string, string>>): string {
  return alignColumns([["OPERATION", "REASON"], ...Object.entries(operations)]).join("\n");
}

function print<T>(value: T, format: (value: T) => string): void {
  printLines(format(value));
}

function formatTable(all: readonly KindDescription[]): string {
  const head = ["KIND", "CLASS", "SINCE", "EDITIONS", "FIELDS", "CREATED BY"];
  const rows = all.map((described) => [
    described.kind,
    described.class,
    formatSince(described),
    formatEditions(described),
    String(described.fields.length),
    createRequest(described),
  ]);
  return alignColumns([head, ...rows]).join("\n");
}

/** Returns the request that creates an object. Settings are created by the PUT that updates them. */
function createRequest({ endpoints }: KindDescription): string {
  const create = endpoints.find((endpoint) => endpoint.startsWith("POST ")) ?? endpoints.find(isWrite);
  return create ?? "";
}

const isWrite = (endpoint: string) => !endpoint.startsWith("GET ");

function formatKind(described: KindDescription): string {
  const { kind, class: className, noun, description, example, fields } = described;
  const facts = [
    ["class", className],
    ["since", described.since ? formatSince(described) : "3.71 or earlier"],
    ["editions", formatEditions(described)],
    ...described.endpoints.map((endpoint, index) => [index ? "" : "endpoints", endpoint]),
  ];
  const fieldLines = fields.flatMap((field) => [
    `  ${field.path}`,
    ...indented([[formatType(field), ...formatNotes(field)].join("; ")], 6),
    ...indented(wrapText(field.description, 100), 6),
  ]);
  return [
    `${kind}: ${noun}`,
    "",
    ...wrapText([description, ...formatRestrictions(described)].join(" "), 100),
    "",
    ...indented(alignColumns(facts), 2),
    "",
    ...(example ? ["Example", "", ...indented(example.split("\n"), 2), ""] : []),
    "Fields",
    "",
    ...fieldLines,
  ].join("\n");
}

function indented(lines: readonly string[], width: number): string[] {
  return lines.map((line) => (line ? " ".repeat(width) + line : line));
}
