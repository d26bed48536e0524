import { text } from "node:stream/consumers";
import { type Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { createProbePlan } from "../../../clients/probe/create-probe-plan.ts";
import type { ProbePlan } from "../../../clients/probe/probe-plan.ts";
import type { ProbeReport } from "../../../clients/probe/probe-report.ts";
import { serializeProbePlan, storedProbePlanSchema } from "../../../clients/probe/stored-probe-plan.ts";
import { formatJunit } from "../../../review/junit.ts";
import { declaredBy } from "../../shared/declared.ts";
import { CommandError, unknown } from "../../shared/failures.ts";
import { openStackSession } from "../../shared/nexus-session.ts";
import { findOrAskPassword, findPassword, type Passwords, readStackPasswords } from "../../shared/passwords.ts";
import { readSelectedStack } from "../../shared/pulumi-cli.ts";
import { formatJson, writeOutputFile } from "../../shared/report-files.ts";
import { formatProbePlan, formatProbeReport } from "./probe-report-formatter.ts";
import { runProbe } from "./probe-runner.ts";
import type { ProbeSettings } from "./probe-settings.ts";

interface Options {
  stack?: string;
  stdin?: true;
  as?: readonly string[];
  write?: true;
  timeout: number;
  dryRun?: true;
  json?: true;
  junit?: string;
  out?: string;
}

/** `nexus-iac probe`: whether clients can do what they should, and cannot do what they should not. */
export function probeCommand(program: Command): void {
  program
    .command("probe")
    .summary("whether clients can do what they should, and cannot do what they should not")
    .description(
      "Comes to a stack's Nexus as its clients do, by the addresses that they use: names, certificates, logins, who may " +
        "pull and push and who may not, what registries hold, proxies' upstreams. It leaves nothing there, unless --write " +
        "pushes a tiny image and removes it. Passwords are those of the stack's output `passwords`. It ends with 2 where " +
        "something is not as it should be, with 1 where it fails. Schema of the JSON: docs/schemas/probe.schema.json.",
    )
    .option("--stack <stack>", "the stack; by default the one that is selected")
    .addOption(
      new Option(
        "--stdin",
        "takes what to check, and the passwords, as JSON from standard input, as the component Probe gives them",
      ).conflicts(["stack", "as", "write"]),
    )
    .option("--as <user...>", "checks these users only; asks for passwords that are not known")
    .option("--write", "also pushes a tiny image to each hosted Docker repository, and removes it")
    .option("--dry-run", "asks nothing, and prints what would be checked")
    .option("--timeout <seconds>", "for each check", seconds, 20)
    .option("--json", "prints JSON")
    .option("--junit <file>", "writes the results as tests of JUnit's")
    .option("--out <file>", "writes the JSON")
    .action(async (options: Options) => {
      const given = options.stdin ? await fromInput() : await ofStack(options);
      if (options.dryRun)
        return console.log(
          options.json ? formatJson(JSON.parse(serializeProbePlan(given.plan))) : formatProbePlan(given.plan),
        );
      const report = await runProbe(given.plan, {
        ...given,
        timeout: options.timeout,
        unique: Date.now().toString(36),
      });
      console.log(options.json ? formatJson(report) : formatProbeReport(report));
      if (options.junit !== undefined) writeOutputFile(options.junit, `${junitOf(report)}\n`);
      if (options.out !== undefined) writeOutputFile(options.out, `${formatJson(report)}\n`);
      if (report.summary.failed) process.exitCode = 2;
    });
}

type Given = { plan: ProbePlan } & Pick<ProbeSettings, "connection" | "passwords">;

async function ofStack({ stack: named, as: users, write }: Options): Promise<Given> {
  const stack = named ?? (await readSelectedStack());
  const { estate, clientConfig } = await declaredBy(stack);
  const { connection } = (await openStackSession(stack)).settings;
  if (!connection)
    throw new CommandError("nexus:url is not set: where Nexus is, `pulumi config set nexus:url https://...`");
  const declared = createProbePlan(estate, clientConfig, { write: write === true });
  const known = userIds(declared);
  for (const user of users ?? []) if (!known.includes(user)) throw unknown("user", user, known);
  return {
    plan: users ? createProbePlan(estate, clientConfig, { write: write === true, users }) : declared,
    connection,
    passwords: await passwordsFor(users ?? known, stack, users !== undefined),
  };
}

/** Who asks in a plan. */
function userIds({ checks }: ProbePlan): string[] {
  const askers = checks.flatMap(({ request }) => ("as" in request ? request.as : []));
  return [...new Set(askers.flatMap((asker) => (typeof asker === "object" ? [asker.user] : [])))];
}

/** Those of the stack, else of the environment; who is named is asked for, where need be. */
async function passwordsFor(users: readonly string[], stack: string, mayAsk: boolean): Promise<Passwords> {
  const known = await readStackPasswords(stack);
  const found: [string, string][] = [];
  for (const user of users) {
    const password = mayAsk ? await findOrAskPassword(user, known) : findPassword(user, known);
    if (password !== undefined) found.push([user, password]);
  }
  return Object.fromEntries(found);
}

const givenByComponent = z.strictObject({
  plan: storedProbePlanSchema,
  connection: z.strictObject({
    username: z.string().optional(),
    password: z.string().optional(),
    ca: z.string().optional(),
    insecure: z.boolean().optional(),
  }),
  passwords: z.record(z.string(), z.string()),
});

async function fromInput(): Promise<Given> {
  const read = await text(process.stdin);
  try {
    const given = givenByComponent.parse(JSON.parse(read));
    const { NEXUS_USERNAME: username, NEXUS_PASSWORD: password } = process.env;
    return {
      ...given,
      connection: { ...given.connection, ...(username && { username }), ...(password && { password }) },
    };
  } catch {
    // What is wrong with it is not told: it holds passwords.
    throw new CommandError("standard input holds no plan: it must be what the component Probe gives");
  }
}

function seconds(given: string): number {
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1 || value > 600) throw new InvalidArgumentError("It must be from 1 to 600.");
  return value;
}

function junitOf({ stack, checks }: ProbeReport): string {
  const cases = checks.map(({ area, name, outcome, evidence, milliseconds }) => ({
    suite: area,
    name,
    milliseconds,
    ...(outcome === "failed" && { failure: { message: evidence, text: evidence } }),
    ...(outcome === "skipped" && { skipped: evidence }),
  }));
  return formatJunit(`nexus-iac probe ${stack}`, stack, cases);
}
