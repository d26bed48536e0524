/** Writes the configuration file of a stack, as `pulumi config set-all --path` does. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { isFields } from "../../../src/util/json.ts";
import { encrypt, encryptionSalt } from "./passphrase.ts";

/**
 * Sets keys of the namespace `nexus`. The value undefined removes a key. A key may be a path, such as `passwords.ci`.
 *
 * @param config - strings, numbers, booleans, lists, and objects, which are merged into the present ones
 * @param secrets - texts that are stored encrypted
 */
export function updateConfigurationFile(
  file: string,
  config: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string | undefined>> = {},
): void {
  const present: unknown = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
  const encrypted = Object.entries(secrets).map(([key, text]) => {
    return [key, text === undefined ? undefined : { secure: encrypt(text) }] as const;
  });
  const patches = [...Object.entries(config), ...encrypted].map(([key, value]) => ({
    config: `nexus:${key}`.split(".").reduceRight(nest, toStored(value)),
  }));
  const changed = patches.reduce<unknown>(merge, { encryptionsalt: encryptionSalt, ...(isFields(present) && present) });
  // Strings are quoted, because Pulumi's parser would read an unquoted date as a time.
  writeFileSync(file, stringify(changed, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" }));
}

const nest = (value: unknown, key: string) => ({ [key]: value });

/** The CLI stores numbers and booleans as text, except inside of objects. */
function toStored(value: unknown): unknown {
  return ["number", "boolean"].includes(typeof value) ? String(value) : value;
}

/** Returns an object with the changes of a patch. Empty objects are left out. */
function merge(present: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const own = isFields(present) ? present : {};
  const merged = Object.entries(patch).map(([key, value]) => [key, merge(own[key], value)] as const);
  const entries = Object.entries({ ...own, ...Object.fromEntries(merged) }).filter(([, value]) => value !== undefined);
  return entries.length ? Object.fromEntries(entries) : undefined;
}
