import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CliStack } from "../../support/stack/cli-stack.ts";

/** Represents the result of a run of `nexus-iac` for a stack. */
export interface StackCommandResult {
  code: number | null;
  /** The output of both streams. */
  output: string;
  /** Returns the text of a report file of `review` or `drift`. */
  readReport(name: string): string;
  hasReport(name: string): boolean;
}

/** Runs `nexus-iac` in the folder of a stack. Reports of `review` and `drift` are written to the folder `out` in it. */
export async function runForStack(
  stack: CliStack,
  args: readonly string[],
  environment: Record<string, string> = {},
  started?: (child: ChildProcess) => void,
): Promise<StackCommandResult> {
  const out = join(stack.folder, "out");
  const folder = ["review", "drift"].includes(args[0] ?? "") ? ["--out", out] : [];
  const { status, stdout, stderr } = await stack.nexusIac([...args, ...folder], {
    environment,
    ...(started && { onStart: started }),
  });
  const file = (name: string) => readFileSync(join(out, name), "utf8");
  return { code: status, output: stdout + stderr, readReport: file, hasReport: (name) => existsSync(join(out, name)) };
}
