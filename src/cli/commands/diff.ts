import type { Command } from "commander";
import type { Inventory } from "../../estate/estate.ts";
import { diffInventories, type InventoryDiff } from "../../export/inventory-diff.ts";
import { formatResourceName } from "../../export/omission.ts";
import type { SettingsEnvironment } from "../../provider/settings.ts";
import { toDisplayText } from "../../util/display-text.ts";
import type { Json } from "../../util/json.ts";
import { caFileOption, formatExamples } from "../shared/command-options.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { openSession, openSessionAt, readInventory, settingsFromConfiguration } from "../shared/nexus-session.ts";
import { readStackConfiguration } from "../shared/pulumi-cli.ts";
import { toIndentedJson } from "../shared/report-files.ts";
import { printLines } from "../shared/terminal.ts";

interface Options {
  json?: true;
  upstreams: boolean;
  caFile?: string;
}

/** Adds `nexus-iac diff`: the differences between two running Nexus servers. */
export function diffCommand(program: Command): void {
  program
    .command("diff")
    .summary("show the differences between two running Nexus servers")
    .description(
      "Compares two running Nexus servers field by field and prints the objects that exist on one side only, and the " +
        "differences. Each side is a URL or a stack. A URL is read with NEXUS_USERNAME_A and NEXUS_PASSWORD_A (or _B), " +
        "otherwise with NEXUS_USERNAME and NEXUS_PASSWORD. A stack is read with its configured credentials; the variables " +
        "with its letter take precedence. Secrets, ids and objects that Nexus creates itself are not compared. Read-only. " +
        "Exits with 2 if there are differences.",
    )
    .argument("<a>", "a URL such as https://nexus.example, or a stack")
    .argument("<b>", "the other URL or stack")
    .option("--json", "print JSON")
    .option("--no-upstreams", "ignore the remote URLs of proxy repositories, which usually differ between sites")
    .addOption(caFileOption())
    .addHelpText("after", formatExamples("nexus-iac diff lab https://nexus.example", "nexus-iac diff lab site --json"))
    .action(async (a: string, b: string, options: Options) => {
      const [left, right] = await Promise.all([readSide(a, "A", options), readSide(b, "B", options)]);
      const difference = diffInventories(left, right, options.upstreams);
      printLines(options.json ? toIndentedJson(difference) : formatDifference(difference, a, b));
      if (difference.onlyA.length || difference.onlyB.length || difference.different.length)
        process.exitCode = exitCodes.finding;
    });
}

async function readSide(side: string, letter: "A" | "B", { caFile }: Options): Promise<Inventory> {
  const { [`NEXUS_USERNAME_${letter}`]: username, [`NEXUS_PASSWORD_${letter}`]: password } = process.env;
  const sideEnvironment = { NEXUS_USERNAME: username, NEXUS_PASSWORD: password };
  if (!side.includes("://")) return readStackSide(side, sideEnvironment);
  const { NEXUS_USERNAME, NEXUS_PASSWORD } = process.env;
  const environment = { NEXUS_USERNAME: username || NEXUS_USERNAME, NEXUS_PASSWORD: password || NEXUS_PASSWORD };
  return readInventory(openSessionAt(letter, { url: side, caFile }, environment));
}

/** Reads the Nexus of a stack. The stack's configuration takes precedence over NEXUS_USERNAME and NEXUS_PASSWORD. */
async function readStackSide(stack: string, sideEnvironment: SettingsEnvironment): Promise<Inventory> {
  const texts = settingsFromConfiguration(await readStackConfiguration(stack));
  const { NEXUS_USERNAME: username, NEXUS_PASSWORD: password } = process.env;
  const defaults = { ...(username && { username }), ...(password && { password }) };
  return readInventory(openSession({ ...defaults, ...texts }, sideEnvironment));
}

function formatDifference(difference: InventoryDiff, a: string, b: string): string {
  const objectLines = (objects: InventoryDiff["onlyA"]) =>
    objects.map(({ noun, name }) => `  ${formatResourceName(noun, name)}`);
  return [
    `A is ${toDisplayText(a)}`,
    `B is ${toDisplayText(b)}`,
    summary(difference),
    ...(difference.onlyA.length ? ["", "Only in A:", ...objectLines(difference.onlyA)] : []),
    ...(difference.onlyB.length ? ["", "Only in B:", ...objectLines(difference.onlyB)] : []),
    ...(difference.different.length ? ["", "Different (A => B):"] : []),
    ...difference.different.flatMap(({ noun, name, fields }) => [
      `  ${formatResourceName(noun, name)}`,
      ...fields.map((field) => `    ${field.path || "value"}: ${formatValue(field.a)} => ${formatValue(field.b)}`),
    ]),
    ...(difference.notCompared.length ? ["", "Not compared (could not be read):"] : []),
    ...difference.notCompared.map(
      ({ family, where, reason }) => `  ${family} of ${where.toUpperCase()}: ${toDisplayText(reason, 600)}`,
    ),
  ].join("\n");
}

function summary({ onlyA, onlyB, different, same }: InventoryDiff): string {
  if (!onlyA.length && !onlyB.length && !different.length) return `No differences: ${same} objects compared`;
  return `${onlyA.length} only in A, ${onlyB.length} only in B, ${different.length} different, ${same} equal`;
}

function formatValue(value: Json): string {
  const text = toDisplayText(JSON.stringify(value), 1000);
  return value === null ? "(none)" : text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
