/** Writes the configuration file of a stack, as `pulumi config set-all --path` does, and reads it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { isFields } from "../../../src/util/json.ts";
import { decrypt, encrypt, encryptionSalt } from "./passphrase.ts";

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

/** The configuration as Pulumi passes it to programs: texts by their full keys, such as `nexus:url`. */
export interface StackConfiguration {
  texts: Record<string, string>;
  /** The keys whose values are secrets, or contain one. */
  secretKeys: string[];
}

/** Reads the configuration file of a stack, and decrypts its secrets. */
export function readConfigurationFile(file: string): StackConfiguration {
  const { config = {} }: { config?: Record<string, unknown> } = parse(readFileSync(file, "utf8"));
  const texts = Object.entries(config).map(([key, value]) => {
    const plain = decryptSecrets(value);
    return [key, typeof plain === "object" ? JSON.stringify(plain) : String(plain)] as const;
  });
  const secretKeys = Object.keys(config).filter((key) => containsSecret(config[key]));
  return { texts: Object.fromEntries(texts), secretKeys };
}

function isSecret(value: unknown): value is { secure: string } {
  return isFields(value) && typeof value.secure === "string" && Object.keys(value).length === 1;
}

function containsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecret(value) || Object.values(value).some(containsSecret);
}

function decryptSecrets(value: unknown): unknown {
  if (isSecret(value)) return decrypt(value.secure);
  if (Array.isArray(value)) return value.map(decryptSecrets);
  if (!isFields(value)) return value;
  // Pulumi sorts the keys of objects.
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, decryptSecrets(value[key])]),
  );
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
