import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const checkout = resolve(import.meta.dirname, "../..");

/** The files of the checkout that a program needs and that Pulumi does not write to. */
const linked = ["index.js", "package.json", "src", "node_modules"];

/** Represents a copy of the project in a temporary folder, for stacks and state that are deleted afterwards. The checkout is not changed. */
export interface ThrowawayProject {
  folder: string;
  /** The URL of its state, for PULUMI_BACKEND_URL. */
  backend: string;
  remove(): void;
}

/**
 * Creates the project.
 *
 * @param stack - the stack whose committed configuration is copied too
 */
export function throwawayProject(prefix: string, stack?: string): ThrowawayProject {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const state = join(folder, "state");
  mkdirSync(state);
  for (const name of linked) symlinkSync(join(checkout, name), join(folder, name));
  for (const file of ["Pulumi.yaml", ...(stack ? [`Pulumi.${stack}.yaml`] : [])])
    cpSync(join(checkout, file), join(folder, file));
  return { folder, backend: `file://${state}`, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
