import type { Command } from "commander";
import type { Inventory } from "../../estate/inventory.ts";
import { diffInventories, type InventoryDiff } from "../../export/inventory-diff.ts";
import { formatResourceName } from "../../export/omission.ts";
import type { SettingsEnvironment } from "../../provider/settings.ts";
import { toDisplayText } from "../../util/display-text.ts";
import type { Json } from "../../util/json.ts";
import { caFileOption } from "../shared/connection-options.ts";
import { openSession, openSessionAt, readInventory, settingsFromConfiguration } from "../shared/nexus-session.ts";
import { readStackConfiguration } from "../shared/pulumi-cli.ts";
import { formatJson } from "../shared/report-files.ts";

interface Options {
  json?: true;
  upstreams: boolean;
  caFile?: string;
}

/** `nexus-iac diff A B`: how two Nexuses differ. */
export function diffCommand(program: Command): void {
  program
    .command("diff")
    .summary("how two running Nexuses differ")
    .description(
      "Reads two Nexuses, each by its URL or as a stack says, and prints what only one of them has, and what differs, " +
        "field by field. A URL is read with NEXUS_USERNAME_A and NEXUS_PASSWORD_A (or _B), or else NEXUS_USERNAME and " +
        "NEXUS_PASSWORD; a stack with what it configures, unless those of its own letter are set. Secrets, ids and " +
        "what Nexus makes by itself are not compared. It ends with 0 where both are alike, with 2 where they differ, " +
        "with 1 where it fails.",
    )
    .argument("<a>", "https://nexus.example, or a stack")
    .argument("<b>", "the other")
    .option("--json", "prints JSON")
    .option("--no-upstreams", "where proxies fetch from may differ, as it does from site to site")
    .addOption(caFileOption())
    .action(async (a: string, b: string, options: Options) => {
      const [left, right] = await Promise.all([inventoryOfPlace(a, "A", options), inventoryOfPlace(b, "B", options)]);
      const found = diffInventories(left, right, options.upstreams);
      console.log(options.json ? formatJson(found) : terminalText(found, a, b));
      if (found.onlyA.length || found.onlyB.length || found.different.length) process.exitCode = 2;
    });
}

async function inventoryOfPlace(place: string, letter: "A" | "B", { caFile }: Options): Promise<Inventory> {
  const { [`NEXUS_USERNAME_${letter}`]: username, [`NEXUS_PASSWORD_${letter}`]: password } = process.env;
  const own = { NEXUS_USERNAME: username, NEXUS_PASSWORD: password };
  if (!place.includes("://")) return ofStack(place, own);
  const { NEXUS_USERNAME, NEXUS_PASSWORD } = process.env;
  const environment = { NEXUS_USERNAME: username || NEXUS_USERNAME, NEXUS_PASSWORD: password || NEXUS_PASSWORD };
  return readInventory(openSessionAt(letter, { url: place, caFile }, environment));
}

/** What the stack configures wins over what the environment has for all. */
async function ofStack(stack: string, own: SettingsEnvironment): Promise<Inventory> {
  const texts = settingsFromConfiguration(await readStackConfiguration(stack));
  const { NEXUS_USERNAME: username, NEXUS_PASSWORD: password } = process.env;
  const others = { ...(username && { username }), ...(password && { password }) };
  return readInventory(openSession({ ...others, ...texts }, own));
}

function terminalText(found: InventoryDiff, a: string, b: string): string {
  const only = (things: InventoryDiff["onlyA"]) =>
    things.map(({ noun, name }) => `  ${formatResourceName(noun, name)}`);
  return [
    `A is ${toDisplayText(a)}`,
    `B is ${toDisplayText(b)}`,
    summary(found),
    ...(found.onlyA.length ? ["", "Only in A:", ...only(found.onlyA)] : []),
    ...(found.onlyB.length ? ["", "Only in B:", ...only(found.onlyB)] : []),
    ...(found.different.length ? ["", "Different (A => B):"] : []),
    ...found.different.flatMap(({ noun, name, fields }) => [
      `  ${formatResourceName(noun, name)}`,
      ...fields.map((field) => `    ${field.path || "it"}: ${shown(field.a)} => ${shown(field.b)}`),
    ]),
    ...(found.notCompared.length ? ["", "Not compared, as it was not seen:"] : []),
    ...found.notCompared.map(
      ({ family, where, reason }) => `  ${family} of ${where.toUpperCase()}: ${toDisplayText(reason, 600)}`,
    ),
  ].join("\n");
}

function summary({ onlyA, onlyB, different, same }: InventoryDiff): string {
  if (!onlyA.length && !onlyB.length && !different.length) return `Both are alike: ${same} things`;
  return `${onlyA.length} only in A, ${onlyB.length} only in B, ${different.length} different, ${same} the same`;
}

function shown(value: Json): string {
  const text = toDisplayText(JSON.stringify(value), 1000);
  return value === null ? "nothing" : text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
