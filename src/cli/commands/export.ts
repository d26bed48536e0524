import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { type Export, exportEstate } from "../../export/export.ts";
import { formatExportReport } from "../../export/export-report.ts";
import { parseFamilies } from "../../export/families.ts";
import type { Session } from "../../provider/session.ts";
import { CommandError } from "../shared/command-error.ts";
import { caFileOption, formatExamples, stackOption, urlOption } from "../shared/command-options.ts";
import { openStackSession, openUrlSession, readInventory } from "../shared/nexus-session.ts";
import { relativePath, writeOutputFile } from "../shared/report-files.ts";
import { printLines } from "../shared/terminal.ts";

interface Options {
  url?: string;
  stack?: string;
  name?: string;
  out: string;
  caFile?: string;
  force?: true;
  only?: ReturnType<typeof parseFamilies>;
  full?: true;
}

/** Adds `nexus-iac export`: a running Nexus as a program. */
export function exportCommand(program: Command): void {
  program
    .command("export")
    .summary("write a running Nexus as a program that the next `pulumi up` adopts unchanged")
    .description(
      "Reads everything that a Nexus holds and writes src/estates/NAME.ts (in a project of your own estates/NAME.ts), " +
        "which declares it, and Pulumi.NAME.yaml. Reads " +
        "with NEXUS_USERNAME and NEXUS_PASSWORD, or with the stack's credentials. Fields that equal the defaults are left out, except those that protect " +
        "content or access, such as write policies. Writes no secrets. Prints the secrets " +
        "that can be configured, and what cannot be exported. Nexus is not changed.",
    )
    .addOption(urlOption("the URL of the Nexus (default: NEXUS_URL)").conflicts("stack"))
    .addOption(stackOption("export the Nexus of an existing stack instead"))
    .option(
      "--name <name>",
      "the name of the estate and its stack (default: the name of --stack, otherwise exported)",
      parseName,
    )
    .option("--out <folder>", "the folder of the project", ".")
    .addOption(caFileOption())
    .option(
      "--only <families>",
      "export only these families, separated by commas: repository, blob-store, role, user, ... (default: everything)",
      parseFamilies,
    )
    .option("--full", "declare every field, also those that equal the defaults")
    .option("--force", "overwrite existing files")
    .addHelpText(
      "after",
      formatExamples(
        "nexus-iac export --url https://nexus.example --name site",
        "nexus-iac export --stack lab --name copy --out ../project",
        "nexus-iac export --url https://nexus.example --name content --only repositories,blob-stores,cleanup-policies --full",
      ),
    )
    .action(async (options: Options) => {
      const name = options.name ?? toEstateName(options.stack);
      const files = planFiles(name, options);
      const session = await openSource(options);
      const inventory = await readInventory(session);
      const { url, username } = session.client;
      const { caFile, out, only, full } = options;
      const address = { url, username, ...(caFile !== undefined && { caFile: relative(out, caFile) }) };
      const exported = exportEstate(name, inventory, session.server, address, {
        ...(only && { families: only }),
        ...(full && { isFull: true }),
      });
      if (!exported.count && exported.unreadable.length)
        throw new CommandError(`Nothing to export: user "${username ?? ""}" cannot read anything in ${url}`);
      printLines(formatExportReport(name, exported, writeExport(exported, files)));
      if (findEstatesFolder(out) === "estates")
        printLines(`\nTo run it, write to the program of the project: export { default } from "./estates/${name}.ts";`);
    });
}

/** Returns a file name for a stack, whose name may contain an organization, a project and dots. */
function toEstateName(stack = "exported"): string {
  return stack.replace(/^.*\//, "").replace(/[^\w-]/g, "-");
}

function parseName(text: string): string {
  if (/^[A-Za-z0-9][\w-]*$/.test(text)) return text;
  throw new InvalidArgumentError('Use letters, digits, "-" and "_".');
}

function openSource({ url, stack, caFile }: Options): Promise<Session> | Session {
  return stack === undefined
    ? openUrlSession(url, caFile, "--url https://nexus.example or --stack")
    : openStackSession(stack);
}

interface ExportFiles {
  estate: string;
  stack: string;
  /** True if the existing stack configuration holds secrets and their key, which must not be overwritten. */
  keepsStack: boolean;
}

/** Returns the paths of the files. Refuses existing ones before anything is read. */
function planFiles(name: string, { out, force }: Options): ExportFiles {
  const [estate, stack] = [join(out, findEstatesFolder(out), `${name}.ts`), join(out, `Pulumi.${name}.yaml`)];
  const keepsStack =
    existsSync(stack) &&
    /^\s*(?:encryptionsalt|encryptedkey|secretsprovider|secure|- secure):/m.test(readFileSync(stack, "utf8"));
  const existing = [estate, ...(keepsStack ? [] : [stack])].filter((path) => existsSync(path));
  if (existing.length && !force)
    throw new CommandError(
      `${existing.map(relativePath).join(" and ")} already ${existing.length === 1 ? "exists" : "exist"}. Choose another --name, or overwrite with --force`,
    );
  return { estate, stack, keepsStack };
}

/** Returns the folder of the estates: in a project of one's own, which has no src/program.ts to find them, `estates`. */
function findEstatesFolder(out: string): string {
  const isOwnProject = existsSync(join(out, "package.json")) && !existsSync(join(out, "src/program.ts"));
  return isOwnProject ? "estates" : "src/estates";
}

/** Writes the files and returns their paths. */
function writeExport({ estate, stack }: Export, files: ExportFiles): string[] {
  const texts: [string, string][] = [
    [files.estate, estate],
    ...(files.keepsStack ? [] : [[files.stack, stack] as [string, string]]),
  ];
  return texts.map(([path, text]) => writeOutputFile(path, text));
}
