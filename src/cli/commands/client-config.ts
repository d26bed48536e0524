import { type Command, Option } from "commander";
import { type Handbook, handbook } from "../../client-config/client-config.ts";
import { pathText } from "../../model/validation.ts";
import { UsageError } from "../../util/user-error.ts";
import { declaredBy } from "../shared/declared.ts";
import { textIn, unreadable } from "../shared/input.ts";
import { toJson, writeFile } from "../shared/output.ts";
import { selectedStack } from "../shared/pulumi.ts";

/** `nexus-iac handbook`: what a Nexus's clients need to know, as JSON. */
export function handbookCommand(program: Command): void {
  program
    .command("handbook")
    .summary("what a Nexus's clients need to know, as JSON")
    .description(
      "Writes what clients of a stack's Nexus need to know, as its program declares it: repositories and how they are " +
        "reached, what images are called, promotion chains, what may run. Commands that check what clients do take it by " +
        "--handbook where there is no checkout of the estate. There is no secret in it. Schema: docs/schemas/client-config.schema.json.",
    )
    .option("--stack <stack>", "the stack; by default the one that is selected")
    .option("--out <file>", "the file; by default standard output")
    .action(async ({ stack, out }: { stack?: string; out?: string }) => {
      const text = `${toJson((await declaredBy(stack ?? (await selectedStack()))).handbook)}\n`;
      if (out === undefined) process.stdout.write(text);
      else console.log(writeFile(out, text));
    });
}

export interface HandbookOptions {
  stack?: string;
  handbook?: string;
}

/** The options of a command that asks the handbook. */
export function withHandbook(command: Command): Command {
  return command
    .option("--stack <stack>", "the stack whose handbook counts; by default the one that is selected")
    .addOption(
      new Option("--handbook <file>", "a handbook that `nexus-iac handbook` wrote, instead of a stack").conflicts(
        "stack",
      ),
    );
}

export async function handbookAsked({ stack, handbook: file }: HandbookOptions): Promise<Handbook> {
  return file === undefined ? (await declaredBy(stack ?? (await selectedStack()))).handbook : readHandbook(file);
}

/** @throws UsageError */
function readHandbook(file: string): Handbook {
  const parsed = handbook.safeParse(jsonIn(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.length ? ` at ${pathText(issue.path)}` : "";
  throw new UsageError(`${file} is no handbook${place} (${issue?.message}): write one with nexus-iac handbook`);
}

function jsonIn(file: string): unknown {
  const wanted = "give a handbook that nexus-iac handbook wrote";
  const text = textIn(file, wanted);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(file, error, wanted);
  }
}
