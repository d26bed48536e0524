/** GitHub's own reading of a workflow. */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { parse } from "yaml";

// It imports JSON as only bundlers do.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");

const file = join(resolve(import.meta.dirname, "../.."), ".github/workflows/nexus-iac.yml");

/** What people call. */
export const workflow = readFileSync(file, "utf8");

export interface Job {
  if?: string;
  environment?: string;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  permissions: Record<string, string>;
  env?: Record<string, string>;
  steps: { run?: string; uses?: string; if?: string; with?: Record<string, unknown> }[];
}

/** Its jobs, with these inputs, secrets and other things that its expressions name: `inputs.stack`. */
export function jobsWith(values: Readonly<Record<string, string>>): Record<string, Job> {
  const filled = (text: string) => text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => values[name] ?? "");
  return JSON.parse(JSON.stringify(parse(workflow).jobs), (_, value) =>
    typeof value === "string" ? filled(value) : value,
  );
}

/** What GitHub would refuse in it. */
export async function problemsOf(content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name: "nexus-iac.yml", content }, new NoOperationTraceWriter());
  const told = context.errors.getErrors().map(({ message }) => message);
  if (told.length || !value) return told;
  const { errors = [] } = await convertWorkflowTemplate(context, value);
  return errors.map(({ Message }) => Message);
}
