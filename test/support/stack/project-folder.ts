/** Folders of Pulumi projects that have the package as a dependency. */
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";

const checkout = resolve(import.meta.dirname, "../../..");

/** The start of the names of projects in the temporary folder. */
export const projectPrefix = "nexus-iac-e2e-";

/**
 * Creates the folder.
 *
 * @param program - the text of the program; it may import `nexus-iac`, zod and Pulumi
 * @param nexusIac - the folder of the package
 */
export function createProjectFolder(program: string, nexusIac: string): string {
  const folder = mkdtempSync(join(tmpdir(), projectPrefix));
  const { runtime } = parse(readFileSync(join(checkout, "Pulumi.yaml"), "utf8")) as { runtime: unknown };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "nexus", runtime, main: "program.ts" }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeProgram(folder, program);
  linkPackages(folder, nexusIac);
  return folder;
}

/** Links the packages that programs may import. */
export function linkPackages(folder: string, nexusIac: string): void {
  const packages = join(folder, "node_modules");
  mkdirSync(packages);
  for (const name of ["@pulumi", "zod"]) symlinkSync(join(checkout, "node_modules", name), join(packages, name));
  symlinkSync(nexusIac, join(packages, "nexus-iac"));
}

/** Replaces the program. */
export function writeProgram(folder: string, program: string): void {
  writeFileSync(join(folder, "program.ts"), program);
}
