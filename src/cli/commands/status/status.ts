import { type Command, Option } from "commander";
import type { Session } from "../../../provider/session.ts";
import { UsageError, UserError } from "../../../util/user-error.ts";
import { caFileOption, formatExamples, stackOption, urlOption } from "../../shared/command-options.ts";
import { exitCodes } from "../../shared/exit-codes.ts";
import { openSession, openUrlSession, settingsFromConfiguration } from "../../shared/nexus-session.ts";
import { readSelectedStack, readStackConfiguration } from "../../shared/pulumi-cli.ts";
import { toIndentedJson } from "../../shared/report-files.ts";
import { printLines } from "../../shared/terminal.ts";
import { readConfigurationAccess } from "./nexus-status.ts";
import { readBackend, readDrift, readLastRun } from "./stack-status.ts";
import { formatStatus, type NexusStatus, type StackStatus, type StatusReport } from "./status-report.ts";

interface Options {
  stack?: string;
  url?: string;
  caFile?: string;
  drift?: true;
  json?: true;
}

/** Adds `nexus-iac status`: the Nexus, the user's rights, and the stack. */
export function statusCommand(program: Command): void {
  program
    .command("status")
    .summary("show the Nexus, its release, the rights of this user, and the stack's last run")
    .description(
      "Shows which Nexus a stack manages, its release and edition, what the user of nexus-iac may read and change there, " +
        "Pulumi's backend, the last `up` or `destroy`, and with --drift what differs since. With --url, or with NEXUS_URL set " +
        "and no --stack, it shows a Nexus without a stack. What cannot be read is listed at the end, and the command " +
        "exits with 1. Read-only.",
    )
    .addOption(stackOption())
    .addOption(
      urlOption("show the Nexus at this URL, as NEXUS_USERNAME with NEXUS_PASSWORD").conflicts(["stack", "drift"]),
    )
    .addOption(caFileOption())
    .addOption(new Option("--drift", "also compare the stack with its Nexus; exits with 2 if there is drift"))
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      formatExamples(
        "nexus-iac status --stack lab",
        "nexus-iac status --stack lab --drift",
        "nexus-iac status --url https://nexus.example --json",
      ),
    )
    .action(async (options: Options) => {
      const report = await createReport(options);
      printLines(options.json ? toIndentedJson(report) : formatStatus(report));
      const { changed = 0, missing = 0, unmanaged = 0 } = report.stack?.drift?.counts ?? {};
      if (report.problems.length) process.exitCode = exitCodes.failure;
      else if (changed || missing || unmanaged) process.exitCode = exitCodes.finding;
    });
}

/** Collects what can be read; a part that cannot be read becomes a problem of the report. */
class StatusReader {
  readonly problems = new Set<string>();

  async try<T>(read: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof UserError) || error instanceof UsageError) throw error;
      this.problems.add(error.message);
      return undefined;
    }
  }
}

async function createReport(options: Options): Promise<StatusReport> {
  const reader = new StatusReader();
  const isOfUrl = options.url !== undefined || (options.stack === undefined && Boolean(process.env.NEXUS_URL));
  const parts = isOfUrl ? { nexus: await readUrl(reader, options) } : await readStack(reader, options);
  return { ...parts, problems: [...reader.problems] };
}

async function readUrl(reader: StatusReader, { url, caFile }: Options): Promise<NexusStatus> {
  return readNexus(reader, url ?? process.env.NEXUS_URL ?? "", () => openUrlSession(url, caFile));
}

async function readStack(
  reader: StatusReader,
  { stack: given, caFile, drift: withDrift }: Options,
): Promise<{ nexus?: NexusStatus; stack?: StackStatus }> {
  const [name, backend] = [given ?? (await reader.try(readSelectedStack)), await reader.try(readBackend)];
  const configuration = name === undefined ? undefined : await reader.try(() => readStackConfiguration(name));
  if (name === undefined) return {};
  if (!configuration) return { stack: { name, backend } };
  const texts = { ...settingsFromConfiguration(configuration), ...(caFile !== undefined && { caFile }) };
  const [nexus, lastRun, drift] = await Promise.all([
    readNexus(reader, texts.url ?? process.env.NEXUS_URL, () => openSession(texts)),
    reader.try(() => readLastRun(name)),
    withDrift && reader.try(() => readDrift(name)),
  ]);
  return { nexus, stack: { name, backend, lastRun, drift } };
}

async function readNexus(reader: StatusReader, url: string | undefined, open: () => Session): Promise<NexusStatus> {
  const session = await reader.try(open);
  const client = session && (await reader.try(() => session.client));
  const access = client && (await reader.try(() => readConfigurationAccess(client)));
  await client?.close();
  // Also a response with an error names the release.
  return { url, user: session?.settings.connection?.username, ...client?.server, access };
}
