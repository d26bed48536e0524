import { appendFileSync, closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { type Command, Option } from "commander";
import { createAccessMatrix } from "../../../access/access-matrix.ts";
import type { ClientConfig } from "../../../client-config/client-config.ts";
import { formatRecord, type PromotionRecord, toRecordFields } from "../../../clients/promotion/promotion-record.ts";
import { type PromotionStep, resolveStep } from "../../../clients/promotion/promotion-step.ts";
import { toSecurityModel } from "../../../estate/declared-security.ts";
import type { Estate } from "../../../estate/estate.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import {
  type ClientConfigOptions,
  listTrustedServers,
  resolveClientConfig,
  type TrustedServerOptions,
  withTrustedServers,
} from "../../shared/client-config-options.ts";
import { CommandError } from "../../shared/command-error.ts";
import { caFileOption, formatExamples } from "../../shared/command-options.ts";
import { type LoginOptions, resolveLogin } from "../../shared/nexus-login.ts";
import { readSelectedStack, readStackDeclaration } from "../../shared/pulumi-cli.ts";
import { toJsonLine } from "../../shared/report-files.ts";
import { printLines } from "../../shared/terminal.ts";
import { promoteFiles } from "./file-promotion.ts";
import { promoteImage } from "./image-promotion.ts";
import type { PromotionJob } from "./promotion-job.ts";
import { removeAbandonedFolders } from "./temporary-folder.ts";

interface Options extends TrustedServerOptions, LoginOptions {
  from: string;
  to: string;
  chain?: string;
  format: keyof typeof formats;
  dryRun?: true;
  record?: string;
  json?: true;
}

/** The values of `--format`, with Nexus's names of the formats. */
const formats = {
  docker: ["docker", "oci"],
  maven: ["maven2"],
  npm: ["npm"],
  pypi: ["pypi"],
  raw: ["raw"],
  yum: ["yum"],
} as const;

/** Adds `nexus-iac promote`: copies an image or artifact to the next stage of a promotion chain. */
export function promoteCommand(program: Command): void {
  const command = program
    .command("promote")
    .summary("copy an image or artifact from one stage of a promotion chain to the next")
    .description(
      "Copies an image or artifact to the next stage of a promotion chain, with all platforms or files, and verifies the " +
        "digests there. Stages cannot be skipped, and nothing is overwritten. The names of images must follow the naming " +
        "rules of the next stage. Exits with 0 also if the next stage already has the same content.",
    )
    .argument(
      "<what>",
      "the image or artifact: team/app:1.0, com.example:lib:1.0, @scope/package@1.0.0, package==1.0, a path, or a folder (path/)",
    )
    .requiredOption("--from <stage>", "the current stage")
    .requiredOption("--to <stage>", "the next stage")
    .option("--chain <chain>", "the promotion chain (needed if several chains have these stages)")
    .addOption(new Option("--format <format>", "the format").choices(Object.keys(formats)).default("docker"))
    .option(
      "--as <user>",
      "the user who promotes (default: the only user in the stack who can, otherwise NEXUS_USERNAME)",
    )
    .addOption(caFileOption())
    .option("--dry-run", "check both stages and copy nothing")
    .option("--record <file>", "append the result to this file as a line of JSON")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      formatExamples(
        "nexus-iac promote team/app:1.0 --from dev --to uat --stack lab",
        "nexus-iac promote com.example:lib:1.0 --format maven --from dev --to uat --stack lab --dry-run",
      ),
    );
  withTrustedServers(command).action(async (what: string, options: Options) => {
    removeAbandonedFolders();
    const { clientConfig, estate, stack } = await resolveInput(options);
    const { from, to, chain, format, dryRun, record, json } = options;
    const step = resolveStep(clientConfig, { from, to, chain, formats: formats[format] });
    if (!URL.canParse(clientConfig.url))
      throw new CommandError(
        `The client configuration of ${clientConfig.stack} has no URL of Nexus. Set nexus:url of the stack, or nexus:clients.url`,
      );
    const login = await resolveLogin(
      options,
      listTrustedServers(options, clientConfig),
      stack,
      estate && findPromoter(estate, step),
      "No unique promoter in the stack",
    );
    // Fails before the promotion if the file cannot be written.
    if (record !== undefined && !dryRun) appendLine(record, "");
    const job: PromotionJob = { clientConfig, step, login, isDryRun: dryRun === true };
    const { name, outcome, contents } = await (format === "docker" ? promoteImage : promoteFiles)(job, what);
    const result: PromotionRecord = {
      time: new Date().toISOString(),
      user: login.credentials.username,
      by: `nexus-iac ${readVersion()}`,
      outcome,
      what,
      ...toRecordFields(step, name),
      contents,
    };
    // Printed first: the promotion is done even if the record cannot be written.
    printLines(json ? toJsonLine(result) : toDisplayText(formatRecord(result), 1000));
    if (record !== undefined && !dryRun) appendLine(record, `${toJsonLine(result)}\n`);
  });
}

async function resolveInput(
  options: ClientConfigOptions,
): Promise<{ clientConfig: ClientConfig; estate?: Estate; stack?: string }> {
  if (options.clientConfig !== undefined) return { clientConfig: await resolveClientConfig(options) };
  const stack = options.stack ?? (await readSelectedStack());
  return { ...(await readStackDeclaration(stack)), stack };
}

/** Returns the only user who can read the current stage and write to the next one, administrators excluded. */
function findPromoter(estate: Estate, { from, to }: PromotionStep): string | undefined {
  const promoters = createAccessMatrix(toSecurityModel(estate)).rows.filter(({ type, active, rights, cells }) => {
    const [source, target] = [cells[from.repository.name], cells[to.repository.name]];
    const writes = target?.all.includes("add") && target.all.includes("edit");
    return type === "user" && active && !rights.everything && source?.all.includes("read") && writes;
  });
  const [only, ...others] = promoters;
  return others.length ? undefined : only?.id;
}

/** @throws CommandError if the file cannot be written */
function appendLine(file: string, line: string): void {
  try {
    appendFileSync(file, line && hasPartialLine(file) ? `\n${line}` : line);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`Cannot write ${file}: ${reason}. Choose another file with --record`);
  }
}

/** Returns true if the last line has no end: a process was killed while it wrote. */
function hasPartialLine(file: string): boolean {
  const { size } = statSync(file);
  if (size === 0) return false;
  const descriptor = openSync(file, "r");
  try {
    const last = Buffer.alloc(1);
    readSync(descriptor, last, 0, 1, size - 1);
    return last.toString() !== "\n";
  } finally {
    closeSync(descriptor);
  }
}

function readVersion(): string {
  const text = readFileSync(new URL("../../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
