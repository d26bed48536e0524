import { appendFileSync, closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { type Command, Option } from "commander";
import { createAccessMatrix } from "../../../access/access-matrix.ts";
import type { ClientConfig } from "../../../client-config/client-config.ts";
import { formatRecord, type PromotionRecord, toRecordFields } from "../../../clients/promotion/promotion-record.ts";
import { type PromotionStep, resolveStep } from "../../../clients/promotion/promotion-step.ts";
import { toSecurityModel } from "../../../estate/declared-security.ts";
import type { Estate } from "../../../estate/estate.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { type ClientConfigOptions, resolveClientConfig, withClientConfig } from "../../shared/client-config-options.ts";
import { caFileOption } from "../../shared/connection-options.ts";
import { declaredBy } from "../../shared/declared.ts";
import { CommandError } from "../../shared/failures.ts";
import { type LoginOptions, resolveLogin } from "../../shared/nexus-login.ts";
import { readSelectedStack } from "../../shared/pulumi-cli.ts";
import { promoteFiles } from "./file-promotion.ts";
import { promoteImage } from "./image-promotion.ts";
import type { PromotionJob } from "./promotion-job.ts";

interface Options extends ClientConfigOptions, LoginOptions {
  from: string;
  to: string;
  chain?: string;
  format: keyof typeof formats;
  dryRun?: true;
  record?: string;
  json?: true;
}

/** What people call the formats that are promoted, and Nexus's names of them. */
const formats = {
  docker: ["docker", "oci"],
  maven: ["maven2"],
  npm: ["npm"],
  pypi: ["pypi"],
  raw: ["raw"],
  yum: ["yum"],
} as const;

/** `nexus-iac promote`: from one stage of a chain to the next. */
export function promoteCommand(program: Command): void {
  const command = program
    .command("promote")
    .summary("moves an image or an artifact from one stage to the next")
    .description(
      "Copies what is in one stage of a promotion chain to the next, by its digest, with all its platforms or files, and " +
        "looks at the other end whether it is what it was. It skips no stage, overwrites nothing, and holds images " +
        "against the naming rules of where they come to. It ends with 0 where it is there, also where it was already, " +
        "with 1 where it is not, with 2 where it was used wrongly.",
    )
    .argument(
      "<what>",
      "team/app:1.0, com.example:lib:1.0, @scope/package@1.0.0, package==1.0, a path, or a folder: path/",
    )
    .requiredOption("--from <stage>", "the stage it is in")
    .requiredOption("--to <stage>", "the next")
    .option("--chain <chain>", "the promotion chain, where several have such stages")
    .addOption(new Option("--format <format>", "what it is").choices(Object.keys(formats)).default("docker"))
    .option("--as <user>", "the user who promotes; by default the one of the stack who may, else NEXUS_USERNAME")
    .addOption(caFileOption())
    .option("--dry-run", "looks at both ends, and copies nothing")
    .option("--record <file>", "adds what was done to that file, a line of JSON each")
    .option("--json", "prints what was done as JSON");
  withClientConfig(command).action(async (what: string, options: Options) => {
    const { clientConfig, estate, stack } = await asked(options);
    const { from, to, chain, format, dryRun, record, json } = options;
    const step = resolveStep(clientConfig, { from, to, chain, formats: formats[format] });
    if (!URL.canParse(clientConfig.url))
      throw new CommandError(
        `the client configuration of ${clientConfig.stack} does not say where Nexus is: set nexus:url of the stack, or nexus:clients.url`,
      );
    const entry = await resolveLogin(options, stack, estate && soleMover(estate, step));
    if (record !== undefined && !dryRun) append(record, "");
    const job: PromotionJob = { clientConfig, step, login: entry, isDryRun: dryRun === true };
    const { name, outcome, contents } = await (format === "docker" ? promoteImage : promoteFiles)(job, what);
    const done: PromotionRecord = {
      time: new Date().toISOString(),
      user: entry.username,
      by: `nexus-iac ${version()}`,
      outcome,
      what,
      ...toRecordFields(step, name),
      contents,
    };
    // Told first, as it is done also where it cannot be noted.
    console.log(json ? JSON.stringify(done) : toDisplayText(formatRecord(done), 1000));
    if (record !== undefined && !dryRun) append(record, `${JSON.stringify(done)}\n`);
  });
}

async function asked(
  options: ClientConfigOptions,
): Promise<{ clientConfig: ClientConfig; estate?: Estate; stack?: string }> {
  if (options.clientConfig !== undefined) return { clientConfig: await resolveClientConfig(options) };
  const stack = options.stack ?? (await readSelectedStack());
  return { ...(await declaredBy(stack)), stack };
}

/** The one user who may read the one stage and write to the other, whoever may do everything aside. */
function soleMover(estate: Estate, { from, to }: PromotionStep): string | undefined {
  const movers = createAccessMatrix(toSecurityModel(estate)).rows.filter(({ type, active, rights, cells }) => {
    const [source, target] = [cells[from.repository.name], cells[to.repository.name]];
    const writes = target?.all.includes("add") && target.all.includes("edit");
    return type === "user" && active && !rights.everything && source?.all.includes("read") && writes;
  });
  const [only, ...others] = movers;
  return others.length ? undefined : only?.id;
}

/** @throws CommandError */
function append(file: string, line: string): void {
  try {
    appendFileSync(file, line && isCutOff(file) ? `\n${line}` : line);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} cannot be written (${why}): name another file with --record`);
  }
}

/** Whoever wrote its last line was ended in the middle of it. */
function isCutOff(file: string): boolean {
  const { size } = statSync(file);
  if (size === 0) return false;
  const opened = openSync(file, "r");
  try {
    const last = Buffer.alloc(1);
    readSync(opened, last, 0, 1, size - 1);
    return last.toString() !== "\n";
  } finally {
    closeSync(opened);
  }
}

function version(): string {
  const text = readFileSync(new URL("../../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
