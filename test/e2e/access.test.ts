import { expect } from "vitest";
import { itInFull } from "../support/scope.ts";
import { type CliEnvironment, createCliEnvironment } from "../support/stack/test-environment.ts";
import { runForStack } from "./support/stack-command.ts";

async function access({ stack }: CliEnvironment, ...args: string[]): Promise<string> {
  const { code, output } = await runForStack(stack, ["access", "--stack", stack.stack, ...args]);
  expect(code, output).toBe(0);
  return output;
}

itInFull("reports the permissions that a stack declares before the first up, and those of its Nexus", async () => {
  const at = await createCliEnvironment({
    program: `
      const files = new raw.Hosted("files");
      new Access("deploy", { privileges: files.privileges(...push), users: ["bot"], password: () => "pass-word" });
      new Access("pull", { privileges: files.privileges(...pull), users: ["eve"], password: () => "pass-word" });`,
  });
  const report = await access(at, "--who-can", "push", "files");
  expect([...report.matchAll(/(?:user|role) \w+$/gm)].map(String)).toEqual(["user admin", "user bot", "role deploy"]);
  await at.stack.up();
  expect(await access(at, "--live", "--user", "bot")).toContain("  browse, read, add, edit on files\n");
});
