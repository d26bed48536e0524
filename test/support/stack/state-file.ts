/** Creates and reads the state files of stacks of the project `nexus`, without the Pulumi CLI. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isFields } from "../../../src/util/json.ts";
import { decrypt } from "./passphrase.ts";
import type { StateResource } from "./stack.ts";

const stacksFolder = ".pulumi/stacks/nexus";

/** Returns the path of a stack's state file. */
export function stateFileOf(folder: string, stack: string): string {
  return join(folder, stacksFolder, `${stack}.json`);
}

/** Creates a stack without resources, as `pulumi stack init` does. */
export function createStack(folder: string, stack: string): void {
  mkdirSync(join(folder, stacksFolder), { recursive: true });
  writeFileSync(join(folder, ".pulumi/meta.yaml"), "version: 1\n");
  const checkpoint = { stack: `organization/nexus/${stack}` };
  writeFileSync(stateFileOf(folder, stack), JSON.stringify({ version: 3, checkpoint }));
}

/** Returns all resources in the text of a state file. Secrets are encrypted. */
export function parseStateResources(state: string): StateResource[] {
  return JSON.parse(state).checkpoint.latest?.resources ?? [];
}

/** Marks a secret in the state. The text is Pulumi's own constant. */
const secretMark = "4dabf18193072939515e22adb298388d";

/** Returns values of the state with their secrets in plain text. */
export function decryptSecrets(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, decryptValue(value)]));
}

function decryptValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decryptValue);
  if (!isFields(value)) return value;
  return typeof value.ciphertext === "string" && secretMark in value
    ? JSON.parse(decrypt(value.ciphertext))
    : decryptSecrets(value);
}
