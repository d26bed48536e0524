import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nexusIac } from "../../support/command.ts";
import type { Workspace } from "./workspace.ts";

/** What a run of `nexus-iac review` or `drift` did. */
export interface Reported {
  code: number | null;
  /** Both streams, as somebody at a terminal reads them. */
  output: string;
  /** The text of a file that it wrote. */
  file(name: string): string;
  has(name: string): boolean;
}

/** Runs `nexus-iac` for a stack, in its folder; reports go to a folder in it. */
export async function forStack(
  stack: Workspace,
  args: readonly string[],
  environment: Record<string, string> = {},
  started?: (child: ChildProcess) => void,
): Promise<Reported> {
  const out = join(stack.folder, "out");
  const folder = ["review", "drift"].includes(args[0] ?? "") ? ["--out", out] : [];
  const { status, stdout, stderr } = await nexusIac([...args, ...folder], {
    cwd: stack.folder,
    environment: { ...stack.environment, ...environment },
    ...(started && { started }),
  });
  const file = (name: string) => readFileSync(join(out, name), "utf8");
  return { code: status, output: stdout + stderr, file, has: (name) => existsSync(join(out, name)) };
}
