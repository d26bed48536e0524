import { parseArgs } from "node:util";
import { UsageError } from "../src/util/user-error.ts";
import { type ServerName, serverNames } from "./measured-nexus.ts";
import { createEstate, defaultResources, type EstateShape, estateShapes, type SampleEstate } from "./sample-estate.ts";

/** The options of a benchmark. */
export interface BenchmarkOptions {
  /** The estates to measure, from the smallest to the largest. */
  estates: readonly SampleEstate[];
  servers: readonly ServerName[];
  rounds: number;
  /** The file for the results as JSON, if any. */
  json: string | undefined;
  /** The file for a plot as SVG, if any. */
  plot: string | undefined;
}

export const usage = `
npm run bench -- [options]
  --resources N[,N...]   approximate number of resources (default: 450). Several numbers measure how the cost grows
  --estate uniform|foundation
                         uniform: as many repositories as roles and users (default)
                         foundation: projects with Maven and raw repositories, a role and a user (default: 1151 resources)
  --only embedded|core   measures one server (default: both)
  --repeat N             number of rounds; the report shows medians (default: 1)
  --json FILE            also writes the results as JSON
  --plot FILE            also writes a plot of several sizes as SVG
`.trim();

/**
 * Parses the command line. Returns undefined for `--help`.
 *
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): BenchmarkOptions | undefined {
  const { resources, estate, only, repeat, json, plot, help } = parseArguments(args);
  if (help) return undefined;
  const shape: EstateShape = estate === undefined ? "uniform" : parseName("--estate", estateShapes, estate);
  const sizes = (resources ?? String(defaultResources[shape]))
    .split(",")
    .map((text) => parseCount("--resources", text));
  if (plot !== undefined && sizes.length < 2)
    throw new UsageError("--plot needs several sizes, such as --resources 100,1000");
  return {
    estates: sizes.toSorted((a, b) => a - b).map((size) => createEstate(shape, size)),
    servers: only === undefined ? serverNames : [parseName("--only", serverNames, only)],
    rounds: parseCount("--repeat", repeat ?? "1"),
    json,
    plot,
  };
}

function parseArguments(args: readonly string[]) {
  const text = { type: "string" } as const;
  const texts = { resources: text, estate: text, only: text, repeat: text, json: text, plot: text };
  const options = { ...texts, help: { type: "boolean" } } as const;
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

function parseName<T extends string>(option: string, names: readonly T[], text: string): T {
  const found = names.find((name) => name === text);
  if (!found) throw new UsageError(`${option} must be one of ${names.join(", ")}, not "${text}"`);
  return found;
}
