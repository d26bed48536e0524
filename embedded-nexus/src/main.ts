#!/usr/bin/env node
/** The command `nexus-embedded`: runs an embedded Nexus until it is interrupted. */
import { Command, InvalidArgumentError, Option } from "commander";
import { DEFAULT_RELEASE } from "./facts.ts";
import { type Edition, type EmbeddedOptions, startNexus } from "./index.ts";
import { parseRelease } from "./release.ts";

const editions: readonly Edition[] = ["CORE", "OSS", "COMMUNITY", "PRO"];

interface CommandOptions {
  port: number;
  host: string;
  allowedHost: readonly string[];
  release: string;
  edition: Edition;
  data?: string;
  contextPath?: string;
  connectors: NonNullable<EmbeddedOptions["connectors"]>;
  scripts: boolean;
  clouds: boolean;
  password: string;
}

const command = new Command("nexus-embedded")
  .description(
    "Runs an embedded Sonatype Nexus Repository until Ctrl-C, to test clients of Nexus against. It listens on 127.0.0.1 only.",
  )
  .option("--port <number>", "port to listen on, 0 for a free one", parsePort, 8081)
  .option("--host <address>", "address to listen on; beyond this machine it needs --password", "127.0.0.1")
  .option(
    "--allowed-host <name...>",
    "further names in the Host header of requests, such as that of a reverse proxy",
    [],
  )
  .option("--release <release>", "release to answer as, from 3.71.0 on", checkRelease, DEFAULT_RELEASE)
  .addOption(new Option("--edition <edition>", "edition to answer as").choices(editions).default("COMMUNITY"))
  .option("--data <folder>", "folder that keeps all data between runs (default: memory)")
  .option("--context-path <path>", "path before every other, such as /nexus")
  .addOption(
    new Option("--connectors <mode>", "ports of Docker connectors: the configured ones (asked), free ones, or none")
      .choices(["asked", "free", "none"])
      .default("asked"),
  )
  .option("--scripts", "allow creating and changing scripts", false)
  .option("--no-clouds", "refuse blob stores in S3, Azure and Google, as without access to them")
  .option("--password <password>", "password of the user admin, set on the first start", "admin123")
  .addHelpText("after", "\nExit codes: 0 stopped, 1 could not start, 64 wrong usage.");

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError("Use a whole number from 0 to 65535.");
  return port;
}

function checkRelease(text: string): string {
  try {
    return parseRelease(text).text;
  } catch {
    throw new InvalidArgumentError("Use a release such as 3.94.0.");
  }
}

const {
  password,
  allowedHost: allowedHosts,
  ...options
} = command.exitOverride(exitAfterParsing).parse().opts<CommandOptions>();
try {
  const nexus = await startNexus({ ...options, allowedHosts, adminPassword: password });
  console.log(`Nexus ${options.release} ${options.edition} is running at ${nexus.url}`);
  console.log(`User: admin, password: ${password === "admin123" ? password : "as given by --password"}`);
  if (options.data === undefined) console.log("Data: in memory, lost on exit. Keep it with --data FOLDER.");
  else console.log(`Data: ${options.data}`);
  console.log("Stop with Ctrl-C.");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void nexus.stop());
} catch (error) {
  console.error(`nexus-embedded could not start: ${describeError(error)}`);
  process.exitCode = 1;
}

/** Exits with 64 after a usage error, and with 0 after help. */
function exitAfterParsing({ exitCode }: { exitCode: number }): never {
  process.exit(exitCode === 0 ? 0 : 64);
}

function describeError(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return `port ${options.port} is in use. Choose another one with --port.`;
  if (code === "EACCES") return `port ${options.port} needs more privileges. Choose one above 1023 with --port.`;
  return error instanceof Error ? error.message : String(error);
}
