import { z } from "zod";
import { summarizeDrift } from "../../../review/markdown/drift.ts";
import { detectDrift } from "../../shared/drift-detection.ts";
import { runPulumiForJson } from "../../shared/pulumi-cli.ts";
import type { StackStatus } from "./status-report.ts";

const whoami = z.object({ url: z.string() });

/** Entries of `pulumi stack history --json`, the newest first. Pulumi calls an `up` an update. */
const history = z.array(
  z.object({
    kind: z.string(),
    startTime: z.string(),
    result: z.string(),
    resourceChanges: z.record(z.string(), z.number()).optional(),
  }),
);

const commands: Readonly<Record<string, "up" | "destroy">> = { update: "up", destroy: "destroy" };

/** Returns the URL of Pulumi's backend. A password in it is left out. */
export async function readBackend(): Promise<string> {
  const { url } = await runPulumiForJson(["whoami", "--json"], whoami);
  const parsed = URL.parse(url);
  if (!parsed?.password) return url;
  parsed.password = "";
  return parsed.href;
}

/** Returns the last `up` or `destroy` of a stack; null if there was none. */
export async function readLastRun(stack: string): Promise<StackStatus["lastRun"]> {
  const runs = await runPulumiForJson(["stack", "history", "--json", "--page-size", "50", "--stack", stack], history);
  const [last = null] = runs.flatMap(({ kind, startTime, result, resourceChanges = {} }) => {
    const command = commands[kind];
    return command ? [{ command, startTime: toIsoTime(startTime), result, changes: resourceChanges }] : [];
  });
  return last;
}

function toIsoTime(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toISOString();
}

/** Compares the stack with its Nexus, undeclared objects included. */
export async function readDrift(stack: string): Promise<NonNullable<StackStatus["drift"]>> {
  const { report } = await detectDrift(stack, { ignore: [], unmanaged: true });
  return { counts: report.summary, summary: summarizeDrift(report) };
}
