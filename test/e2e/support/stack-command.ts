import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runNexusIac } from "../../support/nexus-iac-command.ts";
import type { Workspace } from "./workspace.ts";

/** What a run of `nexus-iac review` or `drift` did. */
export interface StackCommandResult {
  code: number | null;
  /** Both streams, as somebody at a terminal reads them. */
  output: string;
  /** The text of a file that it wrote. */
  readReport(name: string): string;
  hasReport(name: string): boolean;
}

/** Runs `nexus-iac` for a stack, in its folder; reports go to a folder in it. */
export async function runForStack(
  stack: Workspace,
  args: readonly string[],
  environment: Record<string, string> = {},
  started?: (child: ChildProcess) => void,
): Promise<StackCommandResult> {
  const out = join(stack.folder, "out");
  const folder = ["review", "drift"].includes(args[0] ?? "") ? ["--out", out] : [];
  const { status, stdout, stderr } = await runNexusIac([...args, ...folder], {
    cwd: stack.folder,
    environment: { ...stack.environment, ...environment },
    ...(started && { onStart: started }),
  });
  const file = (name: string) => readFileSync(join(out, name), "utf8");
  return { code: status, output: stdout + stderr, readReport: file, hasReport: (name) => existsSync(join(out, name)) };
}
