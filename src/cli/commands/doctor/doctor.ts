import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { requireImageReference } from "../../../client-config/image-reference.ts";
import { type Attempt, type Operation, operations } from "../../../clients/doctor/attempt.ts";
import type { AttemptFacts } from "../../../clients/doctor/attempt-facts.ts";
import { diagnose } from "../../../clients/doctor/diagnose.ts";
import { createDiagnosisReport } from "../../../clients/doctor/diagnosis-report.ts";
import { type ParsedError, parseError } from "../../../clients/doctor/error-parsing/parse-error.ts";
import type { Session } from "../../../provider/session.ts";
import { UsageError, UserError } from "../../../util/user-error.ts";
import {
  caFileOption,
  formatExamples,
  sendCredentialsToOption,
  stackOption,
  urlOption,
} from "../../shared/command-options.ts";
import { exitCodes } from "../../shared/exit-codes.ts";
import {
  openSession,
  openSessionAt,
  settingsFromConfiguration,
  takeNexusSnapshot,
} from "../../shared/nexus-session.ts";
import { findPassword, type Passwords, readStackPasswords } from "../../shared/passwords.ts";
import { readSelectedStack, readStackConfiguration, readStackDeclaration } from "../../shared/pulumi-cli.ts";
import { toIndentedJson } from "../../shared/report-files.ts";
import { printLines } from "../../shared/terminal.ts";
import { formatDiagnosis } from "./diagnosis-formatter.ts";
import { collectFacts, type DoctorContext } from "./fact-collector.ts";

type Given = Partial<Record<Operation, string>>;

interface Options extends Given {
  user?: string;
  error?: string;
  stack?: string;
  url?: string;
  caFile?: string;
  sendCredentialsTo?: readonly string[];
  json?: true;
}

/** Adds `nexus-iac doctor`: the cause of a failed request, and the fix. */
export function doctorCommand(program: Command): void {
  program
    .command("doctor")
    .summary("find out why a push, pull, upload or download fails, and how to fix it")
    .description(
      "Finds the cause of a failed request to Nexus among the known causes. Prints the evidence, the fix, and the causes " +
        "that were ruled out. It reads what the stack declares and what Nexus has, and repeats the request as the user if " +
        "the user's password is in the stack's outputs, or in NEXUS_USERNAME and NEXUS_PASSWORD. Read-only. Exits with 0 " +
        "if a cause was found or the request works, with 2 if no cause was found.",
    )
    .argument("[-]", "read the error of a client or a log from standard input")
    .option("--user <user>", "the user of the failed request (default: no credentials)")
    .option("--push <image>", "the image that cannot be pushed, such as registry.example/team/app:1")
    .option("--pull <image>", "the image that cannot be pulled")
    .option("--delete <image>", "the image that cannot be deleted")
    .option("--get <url>", "the URL that cannot be downloaded (other formats than Docker)")
    .option("--put <url>", "the URL that cannot be uploaded to")
    .option(
      "--error <text>",
      "the error of the client or the log: docker, podman, skopeo, crane, kubelet, mvn, npm, pip, ...",
    )
    .addOption(stackOption())
    .addOption(
      urlOption("use the Nexus at this URL, read with NEXUS_USERNAME and NEXUS_PASSWORD, instead of a stack").conflicts(
        "stack",
      ),
    )
    .addOption(caFileOption("with --url: a PEM file of certificates to trust in addition to the system's"))
    .addOption(sendCredentialsToOption())
    .option("--json", "print JSON; schema: docs/schemas/doctor.schema.json")
    .addHelpText(
      "after",
      formatExamples(
        "nexus-iac doctor --stack lab --user ci --push registry.example/team/app:1",
        "nexus-iac doctor --url https://nexus.example --get https://nexus.example/repository/maven-public/a/b/1/b-1.jar",
        "kubectl describe pod app | nexus-iac doctor --stack lab -",
      ),
    )
    .action(async (dash: string | undefined, options: Options) => {
      if (dash !== undefined && dash !== "-")
        throw new UsageError("Unexpected argument. Give the error with --error, or on standard input with -");
      const errorText = dash === "-" ? await text(process.stdin) : options.error;
      const attempt = readAttempt(options, errorText);
      const context = await createContext(attempt, options);
      const facts = await collectFacts(attempt, context).finally(() => context.nexusRead.session?.client.close());
      const report = createDiagnosisReport(facts, diagnose(facts), listUnread(facts, context));
      printLines(options.json ? toIndentedJson(report) : formatDiagnosis(report));
      if (!report.works && !report.causes.length) process.exitCode = exitCodes.finding;
    });
}

/** Returns the failed request: from the options, otherwise from the error text. */
function readAttempt(options: Options, errorText: string | undefined): Attempt {
  const given = operations.filter((operation) => options[operation] !== undefined);
  if (given.length > 1) throw new UsageError(`Only one operation is allowed: --${given.join(" or --")}`);
  const parsed: ParsedError | undefined = errorText === undefined ? undefined : parseError(errorText);
  const user = options.user === undefined ? {} : { user: options.user };
  const reported = parsed && { reportedError: parsed.error };
  const [operation] = given;
  if (operation !== undefined)
    return { operation, target: parseTarget(operation, options[operation] ?? ""), ...user, ...reported };
  if (!parsed) throw new UsageError("Nothing to diagnose. Give --push, --pull, --delete, --get, --put, --error or -");
  if (!parsed.operation || !parsed.target)
    throw new UsageError("The error contains no image and no URL. Also give --push, --pull, --delete, --get or --put");
  return { operation: parsed.operation, target: parsed.target, ...user, ...reported };
}

function parseTarget(operation: Operation, value: string): Attempt["target"] {
  if (operation !== "get" && operation !== "put")
    return { image: requireImageReference(value.replace(/^docker:\/\//, "")) };
  if (!/^https?:\/\//.test(value) || !URL.canParse(value))
    throw new UsageError(`--${operation} needs an http or https URL`);
  const { username, password, origin, pathname } = new URL(value);
  // The URL is printed, so it must not contain a secret.
  if (username || password)
    throw new UsageError(`--${operation} does not accept credentials in the URL. Name the user with --user`);
  return { url: origin + pathname };
}

/** Returns what could not be checked, a sentence each. */
function listUnread(
  { attempt: { user }, notRepeated }: AttemptFacts,
  { nexusRead, password }: DoctorContext,
): string[] {
  const withoutPassword =
    "the request was not repeated as the user: the password is neither in the stack's outputs nor in NEXUS_USERNAME and NEXUS_PASSWORD";
  return [
    ...nexusRead.notChecked,
    ...(user !== undefined && !password ? [withoutPassword] : []),
    ...(notRepeated === undefined ? [] : [`the request was not repeated: ${notRepeated}`]),
  ];
}

async function createContext({ user }: Attempt, options: Options): Promise<DoctorContext> {
  const { stack, url, caFile, sendCredentialsTo = [] } = options;
  if (url !== undefined || (stack === undefined && process.env.NEXUS_URL)) {
    const session = openSessionAt("--url", { url: url ?? process.env.NEXUS_URL ?? "", caFile });
    const nexusRead = await takeNexusSnapshot(async () => session);
    // Without a stack Nexus is the only source: an unreadable Nexus is an error.
    if (!nexusRead.snapshot) await session.client.get("/v1/status");
    return { nexusRead, sendCredentialsTo, ...knownPassword(user, {}) };
  }
  const selected = stack ?? (await readSelectedStack());
  const [declared, nexusRead, passwords] = await Promise.all([
    readStackDeclaration(selected),
    takeNexusSnapshot(() => openAdminSession(selected, user)),
    readPasswordsIfAny(selected),
  ]);
  return { stack: selected, declared, nexusRead, sendCredentialsTo, ...knownPassword(user, passwords) };
}

/**
 * Opens the session that reads Nexus. If NEXUS_USERNAME and NEXUS_PASSWORD are those of the user of the failed request,
 * the stack's own credentials are used.
 */
async function openAdminSession(stack: string, user: string | undefined): Promise<Session> {
  const texts = settingsFromConfiguration(await readStackConfiguration(stack));
  const { NEXUS_URL, NEXUS_USERNAME } = process.env;
  const isUserOfRequest = NEXUS_USERNAME !== undefined && NEXUS_USERNAME === user && texts.password !== undefined;
  return isUserOfRequest ? openSession(texts, { NEXUS_URL }) : openSession(texts);
}

/** Returns no passwords for a stack that was never created. */
async function readPasswordsIfAny(stack: string): Promise<Passwords> {
  return readStackPasswords(stack).catch((error) => {
    if (error instanceof UserError) return {};
    throw error;
  });
}

function knownPassword(user: string | undefined, passwords: Passwords): Pick<DoctorContext, "password"> {
  const password = user === undefined ? undefined : findPassword(user, passwords);
  if (user === undefined || password === undefined) return {};
  const from = Object.hasOwn(passwords, user) ? "the stack's outputs" : "the environment";
  return { password: { text: password, from } };
}
