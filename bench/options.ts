import { parseArgs } from "node:util";
import { UsageError } from "../src/util/user-error.ts";
import { type ServerName, serverNames } from "./measured-nexus.ts";
import { toCountPerKind } from "./sample-estate.ts";

/** The options of a benchmark. */
export interface BenchmarkOptions {
  /** The number of repositories, roles and users (each). */
  each: number;
  servers: readonly ServerName[];
  rounds: number;
  /** The file for the results as JSON, if any. */
  json: string | undefined;
}

export const usage = `
npm run bench -- [options]
  --resources N          approximate number of resources (default: 450)
  --only embedded|core   measures one server (default: both)
  --repeat N             number of rounds; the report shows medians (default: 1)
  --json FILE            also writes the results as JSON
`.trim();

/**
 * Parses the command line. Returns undefined for `--help`.
 *
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): BenchmarkOptions | undefined {
  const { resources, only, repeat, json, help } = parseArguments(args);
  if (help) return undefined;
  return {
    each: toCountPerKind(parseCount("--resources", resources ?? "450")),
    servers: only === undefined ? serverNames : [parseServerName(only)],
    rounds: parseCount("--repeat", repeat ?? "1"),
    json,
  };
}

function parseArguments(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { resources: text, only: text, repeat: text, json: text, help: { type: "boolean" } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parseCount(option: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new UsageError(`${option} must be a whole number of at least 1, not "${text}"`);
  return Number(text);
}

function parseServerName(text: string): ServerName {
  const found = serverNames.find((name) => name === text);
  if (!found) throw new UsageError(`--only must be one of ${serverNames.join(", ")}, not "${text}"`);
  return found;
}
