/** Reads the workflow with the parser of GitHub. */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { parse } from "yaml";

// The parser imports JSON without import attributes, as bundlers allow.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");
const { data, Evaluator, Lexer, Parser } = await import("@actions/expressions");

const file = join(resolve(import.meta.dirname, "../.."), ".github/workflows/nexus-iac.yml");

/** The workflow that users call. */
export const workflow = readFileSync(file, "utf8");

export interface WorkflowJob {
  if?: string;
  environment?: string;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  permissions: Record<string, string>;
  env?: Record<string, string>;
  steps: {
    run?: string;
    uses?: string;
    if?: string;
    env?: Record<string, string>;
    with?: Record<string, unknown>;
  }[];
}

/** Evaluates a condition with the expressions of GitHub, for an event: `{ event_name: "push", ref: "refs/heads/main" }`. */
export function evaluateCondition(condition: string, github: object): boolean {
  const { tokens } = new Lexer(condition).lex();
  const context = JSON.parse(JSON.stringify({ github }), data.reviver);
  return new Evaluator(new Parser(tokens, ["github"], []).parse(), context).evaluate().coerceString() === "true";
}

/** Returns the jobs with the values of expressions filled in, such as `inputs.stack`. */
export function renderWorkflowJobs(values: Readonly<Record<string, string>>): Record<string, WorkflowJob> {
  const filled = (text: string) => text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => values[name] ?? "");
  return JSON.parse(JSON.stringify(parse(workflow).jobs), (_, value) =>
    typeof value === "string" ? filled(value) : value,
  );
}

/** Returns the errors of GitHub for a workflow. */
export async function findWorkflowProblems(content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name: "nexus-iac.yml", content }, new NoOperationTraceWriter());
  const parseErrors = context.errors.getErrors().map(({ message }) => message);
  if (parseErrors.length || !value) return parseErrors;
  const { errors = [] } = await convertWorkflowTemplate(context, value);
  return errors.map(({ Message }) => Message);
}
