import { text } from "node:stream/consumers";
import { type Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { BoundCredentials } from "../../../client/credentials.ts";
import { pickTrust } from "../../../client/tls.ts";
import { createProbePlan } from "../../../clients/probe/create-probe-plan.ts";
import type { ProbePlan } from "../../../clients/probe/probe-plan.ts";
import type { ProbeReport } from "../../../clients/probe/probe-report.ts";
import { serializeProbePlan, storedProbePlanSchema } from "../../../clients/probe/stored-probe-plan.ts";
import { formatJunit } from "../../../review/junit.ts";
import { CommandError, unknownNameError } from "../../shared/command-error.ts";
import { formatExamples, sendCredentialsToOption, stackOption } from "../../shared/command-options.ts";
import { exitCodes } from "../../shared/exit-codes.ts";
import { openStackSession } from "../../shared/nexus-session.ts";
import { findOrAskPassword, findPassword, type Passwords, readStackPasswords } from "../../shared/passwords.ts";
import { readSelectedStack, readStackDeclaration } from "../../shared/pulumi-cli.ts";
import { toIndentedJson, writeOutputFile } from "../../shared/report-files.ts";
import { printLines } from "../../shared/terminal.ts";
import { formatProbePlan, formatProbeReport } from "./probe-report-formatter.ts";
import { runProbe } from "./probe-runner.ts";
import type { ProbeSettings } from "./probe-settings.ts";

interface Options {
  stack?: string;
  stdin?: true;
  planOfProgram?: true;
  sendCredentialsTo?: readonly string[];
  as?: readonly string[];
  write?: true;
  timeout: number;
  dryRun?: true;
  json?: true;
  junit?: string;
  out?: string;
}

/** Adds `nexus-iac probe`: checks of a running Nexus from the view of its clients. */
export function probeCommand(program: Command): void {
  program
    .command("probe")
    .summary("check a running Nexus as its clients see it: names, certificates, logins, permissions")
    .description(
      "Checks a stack's Nexus by the addresses that clients use: DNS names, certificates, logins, allowed and denied pulls " +
        "and pushes, content of registries, upstreams of proxies. Nothing is written, unless --write pushes a tiny image " +
        "and removes it. Passwords are taken from the stack's output `passwords`. Exits with 2 if a check fails. Schema of " +
        "the JSON: docs/schemas/probe.schema.json.",
    )
    .addOption(stackOption())
    .addOption(
      new Option(
        "--stdin",
        "read the checks and the passwords as JSON from standard input, in the format of the component Probe",
      ).conflicts(["stack", "as", "write"]),
    )
    .addOption(
      new Option(
        "--plan-of-program",
        "the plan is from the program of the stack: src/cli/nexus-iac.ts adds it",
      ).hideHelp(),
    )
    .addOption(sendCredentialsToOption())
    .option("--as <user...>", "check only these users; ask for unknown passwords")
    .option("--write", "also push a tiny image to each hosted Docker repository and remove it")
    .option("--dry-run", "print the checks and do not run them")
    .option("--timeout <seconds>", "the timeout of each check, 1 to 600", parseSeconds, 20)
    .option("--json", "print JSON")
    .option("--junit <file>", "write the results in JUnit format to this file")
    .option("--out <file>", "write the JSON to this file")
    .addHelpText(
      "after",
      formatExamples("nexus-iac probe --stack lab --dry-run", "nexus-iac probe --stack lab --as ci --junit probe.xml"),
    )
    .action(async (options: Options) => {
      const input = options.stdin ? await readStandardInput(options) : await readStack(options);
      if (options.dryRun)
        return printLines(
          options.json ? toIndentedJson(JSON.parse(serializeProbePlan(input.plan))) : formatProbePlan(input.plan),
        );
      const report = await runProbe(input.plan, {
        ...input,
        timeout: options.timeout,
        unique: Date.now().toString(36),
      });
      printLines(options.json ? toIndentedJson(report) : formatProbeReport(report));
      if (options.junit !== undefined) writeOutputFile(options.junit, `${toJunit(report)}\n`);
      if (options.out !== undefined) writeOutputFile(options.out, `${toIndentedJson(report)}\n`);
      if (report.summary.failed) process.exitCode = exitCodes.finding;
    });
}

type ProbeInput = { plan: ProbePlan } & Pick<ProbeSettings, "connection" | "passwords" | "servers">;

async function readStack({ stack: stackName, as: users, write, sendCredentialsTo = [] }: Options): Promise<ProbeInput> {
  const stack = stackName ?? (await readSelectedStack());
  const { estate, clientConfig } = await readStackDeclaration(stack);
  const { connection } = (await openStackSession(stack)).settings;
  if (!connection)
    throw new CommandError("nexus:url is not set. Set it with `pulumi config set nexus:url https://nexus.example`");
  const fullPlan = createProbePlan(estate, clientConfig, { write: write === true });
  const userIdsOfPlan = userIds(fullPlan);
  for (const user of users ?? [])
    if (!userIdsOfPlan.includes(user)) throw unknownNameError("user", user, userIdsOfPlan);
  const plan = users ? createProbePlan(estate, clientConfig, { write: write === true, users }) : fullPlan;
  const servers = [...listServers(plan), ...sendCredentialsTo];
  return {
    plan,
    connection: { ...connection, ...pickTrust(connection, servers) },
    servers,
    passwords: await readPasswords(users ?? userIdsOfPlan, stack, users !== undefined),
  };
}

/** Returns the addresses of a plan. It is made from what the stack declares, so these servers may receive credentials. */
function listServers({ checks }: ProbePlan): string[] {
  return checks.flatMap(({ request }) => ("url" in request ? [request.url] : []));
}

/** Returns the ids of the users that a plan logs in as. */
function userIds({ checks }: ProbePlan): string[] {
  const identities = checks.flatMap(({ request }) => ("as" in request ? request.as : []));
  return [...new Set(identities.flatMap((identity) => (typeof identity === "object" ? [identity.user] : [])))];
}

/** Returns the passwords of the stack and of the environment. Unknown passwords of users named with --as are asked for. */
async function readPasswords(users: readonly string[], stack: string, mayAsk: boolean): Promise<Passwords> {
  const stackPasswords = await readStackPasswords(stack);
  const passwords: [string, string][] = [];
  for (const user of users) {
    const password = mayAsk ? await findOrAskPassword(user, stackPasswords) : findPassword(user, stackPasswords);
    if (password !== undefined) passwords.push([user, password]);
  }
  return Object.fromEntries(passwords);
}

const inputSchema = z.strictObject({
  plan: storedProbePlanSchema,
  connection: z.strictObject({
    username: z.string().optional(),
    password: z.string().optional(),
    ca: z.string().optional(),
    insecure: z.boolean().optional(),
    clientCertificate: z.strictObject({ cert: z.string(), key: z.string() }).optional(),
  }),
  passwords: z.record(z.string(), z.string()),
});

/**
 * Reads the plan, and the passwords that belong to it. A plan may be from anywhere, so NEXUS_PASSWORD is bound to NEXUS_URL and to
 * the servers that the user of the command names, unless the program of the stack made the plan.
 */
async function readStandardInput({ planOfProgram, sendCredentialsTo = [] }: Options): Promise<ProbeInput> {
  const { plan, passwords, connection } = await parseStandardInput();
  const { clientCertificate, ...rest } = connection;
  const { NEXUS_URL, NEXUS_USERNAME, NEXUS_PASSWORD } = process.env;
  const servers = listServers(plan);
  const named = planOfProgram ? servers : [...(NEXUS_URL ? [NEXUS_URL] : []), ...sendCredentialsTo];
  const username = NEXUS_USERNAME || connection.username;
  const password = NEXUS_PASSWORD || connection.password;
  const credentials =
    username === undefined || password === undefined
      ? undefined
      : new BoundCredentials({ username, password }, NEXUS_PASSWORD ? named : servers);
  return {
    plan,
    passwords,
    servers,
    connection: {
      ...rest,
      ...(credentials && { credentials }),
      ...(clientCertificate && { clientCertificate: { ...clientCertificate, servers } }),
    },
  };
}

async function parseStandardInput(): Promise<z.output<typeof inputSchema>> {
  const json = await text(process.stdin);
  try {
    return inputSchema.parse(JSON.parse(json));
  } catch {
    // The parser's error is not printed: it may quote passwords.
    throw new CommandError("Standard input is not a probe plan in the format of the component Probe");
  }
}

function parseSeconds(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 600)
    throw new InvalidArgumentError("Use an integer from 1 to 600.");
  return value;
}

function toJunit({ stack, checks }: ProbeReport): string {
  const cases = checks.map(({ area, name, outcome, evidence, milliseconds }) => ({
    suite: area,
    name,
    milliseconds,
    ...(outcome === "failed" && { failure: { message: evidence, text: evidence } }),
    ...(outcome === "skipped" && { skipped: evidence }),
  }));
  return formatJunit(`nexus-iac probe ${stack}`, stack, cases);
}
