/** The README: its examples are run, and its table has every option. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");

const readme = read("../README.md");
const examples = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

/** Paths in place of package names: an example outside the workspace cannot import the packages. */
const packages = {
  "nexus-embedded": fileURLToPath(new URL("../src/index.ts", import.meta.url)),
  vitest: fileURLToPath(import.meta.resolve("vitest")),
};

const folder = mkdtempSync(join(tmpdir(), "nexus-readme-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes an example to a file of its own; importing it declares its tests. */
function write(code: string, index: number): string {
  const file = join(folder, `example-${index}.ts`);
  const imports = Object.entries(packages);
  writeFileSync(
    file,
    imports.reduce((text, [name, path]) => text.replace(`from "${name}"`, `from ${JSON.stringify(path)}`), code),
  );
  return file;
}

describe("the README's example", async () => {
  for (const [index, code] of examples.entries()) await import(write(code, index));
});

describe("the README", () => {
  test("has examples", () => expect(examples).toHaveLength(2));

  test("lists every option of startNexus", () => {
    const [, options = ""] =
      /export interface EmbeddedOptions \{\n([\s\S]*?)^\}/m.exec(read("../src/options.ts")) ?? [];
    const [, table = ""] = /## Options of `startNexus`\n([\s\S]*?)\n## /.exec(readme) ?? [];
    const declared = [...options.matchAll(/^ {2}(\w+)\?:/gm)].map(([, name]) => name);
    const listed = table.split("\n").flatMap((row) => (row.split("|")[1] ?? "").match(/(?<=`)\w+(?=`)/g) ?? []);
    expect(listed.sort()).toEqual(declared.sort());
  });
});
