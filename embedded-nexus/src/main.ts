#!/usr/bin/env node
/** `npm run nexus` and `npx nexus-embedded`: the embedded Nexus in the foreground, to try things on. */
import { Command, InvalidArgumentError, Option } from "commander";
import { type Edition, type EmbeddedOptions, startNexus } from "./index.ts";
import { parseRelease } from "./release.ts";

const editions: readonly Edition[] = ["CORE", "OSS", "COMMUNITY", "PRO"];

interface Options {
  port: number;
  release: string;
  edition: Edition;
  data?: string;
  contextPath?: string;
  connectors: NonNullable<EmbeddedOptions["connectors"]>;
  password: string;
}

const command = new Command("npm run nexus --")
  .description("Runs a Nexus in the foreground that answers as the real one does, and ends with Ctrl-C.")
  .option("--port <number>", "the port it listens on, 0 for a free one", whole, 8081)
  .option("--release <release>", "the release that it answers as, from 3.71.0 on", release, "3.94.0-12")
  .addOption(new Option("--edition <edition>", "the edition that it answers as").choices(editions).default("COMMUNITY"))
  .option("--data <folder>", "keeps what it holds there between runs; without it, nothing is kept")
  .option("--context-path <path>", "the path in front of everything, such as /nexus")
  .addOption(
    new Option("--connectors <which>", "Docker connectors: on the ports asked for, on free ones, or none")
      .choices(["asked", "free", "none"])
      .default("asked"),
  )
  .option("--password <password>", "the password of admin, where there is no data yet", "admin123");

function whole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65535)
    throw new InvalidArgumentError("It must be a whole number from 0 to 65535.");
  return value;
}

function release(text: string): string {
  try {
    return parseRelease(text).text;
  } catch {
    throw new InvalidArgumentError("It must be a release, such as 3.94.0.");
  }
}

const { password, ...options } = command.exitOverride(ended).parse().opts<Options>();
try {
  const nexus = await startNexus({ ...options, adminPassword: password });
  console.log(`Nexus ${options.release} ${options.edition} at ${nexus.url}, user admin, password ${password}`);
  if (options.data) console.log(`What it holds is kept in ${options.data}.`);
  else {
    console.log("What it holds is gone when it ends; --data FOLDER keeps it.");
    console.log("What a stack had in one that is gone: npm run drift -- --heal makes it again.");
  }
  console.log(`Try: NEXUS_URL=${nexus.url} npm run test:contract`);
  console.log("It ends with Ctrl-C.");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void nexus.stop());
} catch (error) {
  console.error(reason(error));
  process.exitCode = 1;
}

/** Wrong use is 2, and being asked for help is none. */
function ended({ exitCode }: { exitCode: number }): never {
  process.exit(exitCode === 0 ? 0 : 2);
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return `Port ${options.port} is in use: choose another with --port.`;
  if (code === "EACCES") return `Port ${options.port} may not be used: choose one above 1023 with --port.`;
  return error instanceof Error ? error.message : String(error);
}
