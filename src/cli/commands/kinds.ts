import type { Command } from "commander";
import { unsupportedOperations } from "../../model/unsupported-operations.ts";
import { formatEditions, formatNotes, formatSince, formatType } from "../../reference/field-text.ts";
import {
  describeKinds,
  findKindDescription,
  type KindDescription,
  suggestKind,
} from "../../reference/kind-descriptions.ts";
import { UsageError } from "../../util/user-error.ts";
import { alignColumns, wrapText } from "../shared/column-layout.ts";

/** `nexus-iac kinds`: everything that Nexus can be told. */
export function kindsCommand(program: Command): void {
  program
    .command("kinds")
    .summary("what can be declared: every kind, or one with all its fields")
    .description(
      "Prints the kinds that can be declared: what each is called in programs, how Nexus is told, and which releases and " +
        "editions have it. With a name: that kind with all its fields.",
    )
    .argument("[name]", "a kind such as docker-hosted, or its class, docker.Hosted")
    .option("--json", "prints JSON: a list of kinds, or the one")
    .option("--left-out", "what else Nexus's API can be told, and why no kind tells it")
    .action((name: string | undefined, { json, leftOut: others }: { json?: true; leftOut?: true }) => {
      if (others) return print(unsupportedOperations, json ? toJson : reasons);
      if (name === undefined) return print(describeKinds(), json ? toJson : table);
      const kind = findKindDescription(name);
      if (kind) return print(kind, json ? toJson : page);
      const near = suggestKind(name);
      const said = near === undefined ? "." : `: did you mean ${near}?`;
      throw new UsageError(`There is no kind ${name}${said}\nAll of them: nexus-iac kinds`);
    });
}

function toJson(what: unknown): string {
  return JSON.stringify(what, null, 2);
}

function reasons(operations: Readonly<Record<string, string>>): string {
  return alignColumns([["OPERATION", "WHY NO KIND TELLS IT"], ...Object.entries(operations)]).join("\n");
}

function print<T>(what: T, as: (what: T) => string): void {
  console.log(as(what));
}

function table(all: readonly KindDescription[]): string {
  const head = ["KIND", "CLASS", "SINCE", "EDITIONS", "FIELDS", "MADE BY"];
  const rows = all.map((described) => [
    described.kind,
    described.class,
    formatSince(described),
    formatEditions(described),
    String(described.fields.length),
    madeBy(described),
  ]);
  return alignColumns([head, ...rows]).join("\n");
}

/** Settings are made by the PUT that updates them. */
function madeBy({ endpoints }: KindDescription): string {
  const create = endpoints.find((endpoint) => endpoint.startsWith("POST ")) ?? endpoints.find(isWrite);
  return create ?? "";
}

const isWrite = (endpoint: string) => !endpoint.startsWith("GET ");

function page(described: KindDescription): string {
  const { kind, class: className, noun, description, example, fields } = described;
  const facts = [
    ["class", className],
    ["since", described.since ?? "any release from 3.71 on"],
    ["editions", formatEditions(described)],
    ...described.endpoints.map((endpoint, index) => [index ? "" : "endpoints", endpoint]),
  ];
  const told = fields.flatMap((field) => [
    `  ${field.path}`,
    ...indented([[formatType(field), ...formatNotes(field)].join("; ")], 6),
    ...indented(wrapText(field.description, 100), 6),
  ]);
  return [
    `${kind}: ${noun}`,
    "",
    ...wrapText(description, 100),
    "",
    ...indented(alignColumns(facts), 2),
    "",
    ...(example ? ["Example", "", ...indented(example.split("\n"), 2), ""] : []),
    "Fields",
    "",
    ...told,
  ].join("\n");
}

function indented(lines: readonly string[], by: number): string[] {
  return lines.map((line) => (line ? " ".repeat(by) + line : line));
}
