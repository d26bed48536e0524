import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { type Export, exportEstate } from "../../export/export.ts";
import { formatExportReport } from "../../export/export-report.ts";
import type { Session } from "../../provider/session.ts";
import { caFileOption, urlOption } from "../shared/connection-options.ts";
import { CommandError } from "../shared/failures.ts";
import { openSessionAt, openStackSession, readInventory } from "../shared/nexus-session.ts";
import { writeOutputFile } from "../shared/report-files.ts";

interface Options {
  url?: string;
  stack?: string;
  name?: string;
  out: string;
  caFile?: string;
  force?: true;
}

/** `nexus-iac export`: a running Nexus as an estate. */
export function exportCommand(program: Command): void {
  program
    .command("export")
    .summary("a running Nexus as an estate, for the next `pulumi up` to take over as it is")
    .description(
      "Reads everything that a Nexus holds and writes src/estates/NAME.ts, which declares it, and Pulumi.NAME.yaml. Nexus " +
        "is only read, with NEXUS_USERNAME and NEXUS_PASSWORD or as the stack says; no secret is written. Prints which " +
        "secrets may be configured, and what no estate can say. It ends with 0, with 2 where it was used wrongly, with 1 " +
        "where it fails.",
    )
    .addOption(urlOption("where the Nexus is; by default NEXUS_URL").conflicts("stack"))
    .option("--stack <stack>", "the Nexus of a stack that there is already, instead")
    .option(
      "--name <name>",
      "what the estate and its stack are called; by default the stack's name, or exported",
      readName,
    )
    .option("--out <folder>", "the project's folder", ".")
    .addOption(caFileOption())
    .option("--force", "overwrites files that are there")
    .action(async (options: Options) => {
      const name = options.name ?? nameOf(options.stack);
      const files = filesFor(name, options);
      const session = await sessionOf(options);
      const inventory = await readInventory(session);
      const { url, username } = session.client;
      const { caFile, out } = options;
      const address = { url, username, ...(caFile !== undefined && { caFile: relative(out, caFile) }) };
      const exported = exportEstate(name, inventory, session.server, address);
      if (!exported.count && exported.unreadable.length)
        throw new CommandError(`the user "${username ?? ""}" may see nothing there that an estate could say`);
      console.log(formatExportReport(name, exported, written(exported, files)));
    });
}

/** A stack may be named with its organization and project, and have dots. */
function nameOf(stack = "exported"): string {
  return stack.replace(/^.*\//, "").replace(/[^\w-]/g, "-");
}

function readName(text: string): string {
  if (/^[A-Za-z0-9][\w-]*$/.test(text)) return text;
  throw new InvalidArgumentError('It must be letters, digits, "-" and "_", as a stack\'s name and a file\'s.');
}

function sessionOf({ url, stack, caFile }: Options): Promise<Session> | Session {
  if (stack !== undefined) return openStackSession(stack);
  const { NEXUS_URL, ...environment } = process.env;
  const place = url ?? NEXUS_URL;
  if (!place) throw new CommandError("which Nexus? Give --url https://nexus.example, or --stack, or set NEXUS_URL");
  return openSessionAt(url === undefined ? "NEXUS_URL" : "--url", { url: place, caFile }, environment);
}

interface Files {
  estate: string;
  stack: string;
  /** The stack's configuration holds what cannot be made again: the key to its secrets, and they. */
  keepsStack: boolean;
}

/** Where the files go; refuses where they are there, before anything is read. */
function filesFor(name: string, { out, force }: Options): Files {
  const [estate, stack] = [join(out, "src/estates", `${name}.ts`), join(out, `Pulumi.${name}.yaml`)];
  const keepsStack =
    existsSync(stack) &&
    /^\s*(?:encryptionsalt|encryptedkey|secretsprovider|secure|- secure):/m.test(readFileSync(stack, "utf8"));
  const inTheWay = [estate, ...(keepsStack ? [] : [stack])].filter((path) => existsSync(path));
  if (inTheWay.length && !force)
    throw new CommandError(
      `there is ${inTheWay.map(shown).join(" and ")} already: choose another --name, or overwrite with --force`,
    );
  return { estate, stack, keepsStack };
}

/** Writes the files, and gives the paths of those that are written. */
function written({ estate, stack }: Export, files: Files): string[] {
  const texts: [string, string][] = [
    [files.estate, estate],
    ...(files.keepsStack ? [] : [[files.stack, stack] as [string, string]]),
  ];
  return texts.map(([path, text]) => writeOutputFile(path, text));
}

function shown(path: string): string {
  return relative(process.cwd(), path) || path;
}
