import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { requireImageReference } from "../../../client-config/image-reference.ts";
import { type Attempt, type Operation, operations } from "../../../clients/doctor/attempt.ts";
import { diagnose } from "../../../clients/doctor/diagnose.ts";
import { createDiagnosisReport } from "../../../clients/doctor/diagnosis-report.ts";
import { type ParsedError, parseError } from "../../../clients/doctor/error-parsing/parse-error.ts";
import type { Session } from "../../../provider/session.ts";
import { UsageError, UserError } from "../../../util/user-error.ts";
import { caFileOption, urlOption } from "../../shared/connection-options.ts";
import { declaredBy } from "../../shared/declared.ts";
import {
  openSession,
  openSessionAt,
  settingsFromConfiguration,
  takeNexusSnapshot,
} from "../../shared/nexus-session.ts";
import { findPassword, type Passwords, readStackPasswords } from "../../shared/passwords.ts";
import { readSelectedStack, readStackConfiguration } from "../../shared/pulumi-cli.ts";
import { formatJson } from "../../shared/report-files.ts";
import { formatDiagnosis } from "./diagnosis-formatter.ts";
import { collectFacts, type DoctorContext } from "./fact-collector.ts";

type Given = Partial<Record<Operation, string>>;

interface Options extends Given {
  user?: string;
  error?: string;
  stack?: string;
  url?: string;
  caFile?: string;
  json?: true;
}

/** `nexus-iac doctor`: from a symptom to its cause. */
export function doctorCommand(program: Command): void {
  program
    .command("doctor")
    .summary("why a push, pull, upload or download fails, and what to do")
    .description(
      "Says why something that a client tried with a Nexus fails: which of the known causes it is, what was looked at, " +
        "what to change, and what was ruled out. It looks at what the stack declares, at what Nexus has, and asks the " +
        "registry as the user, where his password is among the stack's outputs or NEXUS_USERNAME and NEXUS_PASSWORD are " +
        "his. Nothing is changed. It ends with 0 where a cause was found or all works, with 2 where none was found or it " +
        "was used wrongly, with 1 where it fails.",
    )
    .argument("[-]", "reads an error that a client or a log told from standard input")
    .option("--user <user>", "who tried it; without, somebody without credentials")
    .option("--push <image>", "an image that cannot be pushed: registry.example/team/app:1")
    .option("--pull <image>", "one that cannot be pulled")
    .option("--delete <image>", "one that cannot be deleted")
    .option("--get <url>", "what cannot be downloaded, of any other format")
    .option("--put <url>", "what cannot be uploaded")
    .option(
      "--error <text>",
      "what the client or the log said: docker, podman, skopeo, crane, kubelet, mvn, npm, pip, ...",
    )
    .option("--stack <stack>", "the stack; by default the one that is selected")
    .addOption(urlOption("that Nexus, as NEXUS_USERNAME with NEXUS_PASSWORD").conflicts("stack"))
    .addOption(caFileOption("with --url: a PEM file of certificates that are trusted beside the system's"))
    .option("--json", "prints JSON; schema: docs/schemas/doctor.schema.json")
    .action(async (dash: string | undefined, options: Options) => {
      if (dash !== undefined && dash !== "-")
        throw new UsageError("an error is given with --error, or as - on standard input");
      const pasted = dash === "-" ? await text(process.stdin) : options.error;
      const attempt = attemptOf(options, pasted);
      const known = await knownOf(attempt, options);
      const facts = await collectFacts(attempt, known).finally(() => known.looked.session?.client.close());
      const report = createDiagnosisReport(facts, diagnose(facts), notLookedAt(attempt, known));
      console.log(options.json ? formatJson(report) : formatDiagnosis(report));
      if (!report.works && !report.causes.length) process.exitCode = 2;
    });
}

/** What was tried: as the options say, else as the pasted error says. */
function attemptOf(options: Options, pasted: string | undefined): Attempt {
  const named = operations.filter((deed) => options[deed] !== undefined);
  if (named.length > 1) throw new UsageError(`one thing at a time: --${named.join(" or --")}`);
  const read: ParsedError | undefined = pasted === undefined ? undefined : parseError(pasted);
  const user = options.user === undefined ? {} : { user: options.user };
  const reportedError = read && { reportedError: read.error };
  const [deed] = named;
  if (deed !== undefined)
    return { operation: deed, target: targetOf(deed, options[deed] ?? ""), ...user, ...reportedError };
  if (!read) throw new UsageError("say what fails: --push, --pull, --delete, --get, --put, --error or -");
  if (!read.operation || !read.target)
    throw new UsageError(
      "the error names no image and no URL: say what was tried as well, with --push, --pull, --delete, --get or --put",
    );
  return { operation: read.operation, target: read.target, ...user, ...reportedError };
}

function targetOf(deed: Operation, given: string): Attempt["target"] {
  if (deed !== "get" && deed !== "put") return { image: requireImageReference(given.replace(/^docker:\/\//, "")) };
  if (!/^https?:\/\//.test(given) || !URL.canParse(given)) throw new UsageError(`--${deed} takes an http or https URL`);
  const { username, password, origin, pathname } = new URL(given);
  // Whatever is secret in it would be shown with it.
  if (username || password) throw new UsageError(`--${deed} takes a URL without credentials: say who with --user`);
  return { url: origin + pathname };
}

function notLookedAt({ user }: Attempt, { looked, password }: DoctorContext): string[] {
  const unasked =
    "the registry was not asked as the user: his password is neither among the stack's outputs nor, with his name, in NEXUS_USERNAME and NEXUS_PASSWORD";
  return [...looked.notChecked, ...(user !== undefined && !password ? [unasked] : [])];
}

async function knownOf({ user }: Attempt, { stack, url, caFile }: Options): Promise<DoctorContext> {
  if (url !== undefined || (stack === undefined && process.env.NEXUS_URL)) {
    const session = openSessionAt("--url", { url: url ?? process.env.NEXUS_URL ?? "", caFile });
    const looked = await takeNexusSnapshot(async () => session);
    // Where nothing is declared there is nothing but Nexus to go by.
    if (!looked.snapshot) await session.client.get("/v1/status");
    return { looked, ...passwordKnown(user, {}) };
  }
  const named = stack ?? (await readSelectedStack());
  const [declared, looked, passwords] = await Promise.all([
    declaredBy(named),
    takeNexusSnapshot(() => sessionBeside(named, user)),
    outputsOf(named),
  ]);
  return { stack: named, declared, looked, ...passwordKnown(user, passwords) };
}

/** Where NEXUS_USERNAME and NEXUS_PASSWORD are those of who is asked about, Nexus is looked at as the stack says. */
async function sessionBeside(stack: string, user: string | undefined): Promise<Session> {
  const texts = settingsFromConfiguration(await readStackConfiguration(stack));
  const { NEXUS_URL, NEXUS_USERNAME } = process.env;
  const isTheirs = NEXUS_USERNAME !== undefined && NEXUS_USERNAME === user && texts.password !== undefined;
  return isTheirs ? openSession(texts, { NEXUS_URL }) : openSession(texts);
}

/** A stack that was never made has none. */
async function outputsOf(stack: string): Promise<Passwords> {
  return readStackPasswords(stack).catch((error) => {
    if (error instanceof UserError) return {};
    throw error;
  });
}

function passwordKnown(user: string | undefined, passwords: Passwords): Pick<DoctorContext, "password"> {
  const known = user === undefined ? undefined : findPassword(user, passwords);
  if (user === undefined || known === undefined) return {};
  const from = Object.hasOwn(passwords, user) ? "the stack's outputs" : "the environment";
  return { password: { text: known, from } };
}
