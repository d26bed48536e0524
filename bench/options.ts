import { parseArgs } from "node:util";
import { eachOf } from "./estate.ts";
import { type ServerName, serverNames } from "./servers.ts";

export interface Options {
  /** How many repositories, roles and users, each. */
  each: number;
  servers: readonly ServerName[];
  rounds: number;
  /** Where machines find the results. */
  json: string | undefined;
}

export const usage = `
npm run bench -- [options]
  --resources N          of about how many resources the estate is (450)
  --only embedded|core   one server; without it, both
  --repeat N             rounds, of which medians are shown (1)
  --json FILE            writes the results there, too
`.trim();

/** The caller wants something that there is not. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Reads the command line; nothing where help is asked for. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { resources, only, repeat, json, help } = parsed(args);
  if (help) return undefined;
  return {
    each: eachOf(whole("--resources", resources ?? "450")),
    servers: only === undefined ? serverNames : [serverNamed(only)],
    rounds: whole("--repeat", repeat ?? "1"),
    json,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { resources: text, only: text, repeat: text, json: text, help: { type: "boolean" } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function whole(option: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`${option} must be a whole number from 1 on, not "${text}"`);
  return Number(text);
}

function serverNamed(text: string): ServerName {
  const found = serverNames.find((name) => name === text);
  if (!found) throw new UsageError(`--only must be one of ${serverNames.join(", ")}, not "${text}"`);
  return found;
}
