import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { CliStack } from "../support/stack/cli-stack.ts";

it("compiles no module a second time: all processes of a run accept what V8 compiled in the last run", async () => {
  const stack = await CliStack.open({
    program: `import { raw } from "nexus-iac";\nnew raw.Hosted("files", {});\n`,
    config: { offline: true },
  });
  onTestFinished(() => stack.close());
  const cache = join(stack.folder, "compiled");
  const { preview } = stack.withEnvironment({ NODE_COMPILE_CACHE: cache });

  expect(await preview()).toMatchObject({ code: 0, output: expect.stringContaining("+ 2 to create") });
  const compiled = listFiles(cache);
  expect(compiled).not.toEqual([]);
  expect(await preview()).toMatchObject({ code: 0 });
  expect(listFiles(cache)).toEqual(compiled);
});

/** Returns the files of a folder with their inode numbers. Node.js replaces the file of a module that it compiles again. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => `${name} ${statSync(join(folder, name)).ino}`)
    .sort();
}
