import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { type Scene, scene } from "./support/scene.ts";

const command = resolve(import.meta.dirname, "../../src/cli/nexus-iac.ts");

async function access({ stack }: Scene, ...args: string[]): Promise<string> {
  const options = { cwd: stack.folder, env: { ...process.env, ...stack.environment } };
  const all = [command, "access", "--stack", stack.stack, ...args];
  return (await promisify(execFile)(process.execPath, all, options)).stdout;
}

it("tells of what a stack declares before any of it is made, and of what its Nexus has", async () => {
  const at = await scene({
    program: `
      const files = new raw.Hosted("files");
      new Access("deploy", { privileges: files.privileges(...push), users: ["bot"], password: () => "pass-word" });
      new Access("pull", { privileges: files.privileges(...pull), users: ["eve"], password: () => "pass-word" });`,
  });
  const told = await access(at, "--who-can", "push", "files");
  expect([...told.matchAll(/(?:user|role) \w+$/gm)].map(String)).toEqual(["user admin", "user bot", "role deploy"]);
  await at.stack.up();
  expect(await access(at, "--live", "--user", "bot")).toContain("  browse, read, add, edit on files\n");
});
