import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const checkout = resolve(import.meta.dirname, "../..");

/** What a program needs of the checkout, besides what Pulumi writes to. */
const linked = ["index.js", "package.json", "src", "node_modules"];

/** The project in a folder of its own, where stacks and their state can be made and thrown away; the checkout stays as it is. */
export interface ThrowawayProject {
  folder: string;
  /** Where its state lies. */
  backend: string;
  remove(): void;
}

/** @param stack - whose committed configuration comes along */
export function throwawayProject(prefix: string, stack?: string): ThrowawayProject {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const state = join(folder, "state");
  mkdirSync(state);
  for (const name of linked) symlinkSync(join(checkout, name), join(folder, name));
  for (const file of ["Pulumi.yaml", ...(stack ? [`Pulumi.${stack}.yaml`] : [])])
    cpSync(join(checkout, file), join(folder, file));
  return { folder, backend: `file://${state}`, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
