/** Encodes texts in the formats of consumer files. A text that a format cannot represent is an error. */
import { stringify } from "yaml";
import { type ConsumerCredentials, ConsumerError } from "./consumer-context.ts";

const controlCharacters = /[\p{Cc}\u2028\u2029]/u;

/** Returns a text unchanged if it is one line. */
function requireSingleLine(subject: string, text: string, format: string): string {
  if (controlCharacters.test(text))
    throw new ConsumerError(`${subject} contains a line break or control character, which ${format} cannot represent`);
  return text;
}

/** Encodes a value of an INI file. Its readers trim blanks. */
export function encodeIni(subject: string, text: string, format: string): string {
  if (text !== text.trim())
    throw new ConsumerError(`${subject} begins or ends with a blank, which ${format} cannot represent`);
  return requireSingleLine(subject, text, format);
}

/**
 * Formats lines of `NAME=value` that GitLab (a dotenv report), `docker --env-file` and a shell read in the same way. GitLab
 * and Docker know no quotes, so a value with characters that a shell interprets is an error.
 */
export function formatDotenv(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (!/^[\w./:@%+,-]*$/.test(value))
        throw new ConsumerError(
          `${name} would be "${value}", which a dotenv file cannot represent; only letters, digits and ./:@%+,-_ are possible`,
        );
      return `${name}=${value}\n`;
    })
    .join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Encodes a text for XML. */
export function encodeXml(subject: string, text: string): string {
  return requireSingleLine(subject, text, "XML").replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** Encodes credentials for HTTP basic authentication. */
export function encodeBasicAuth({ username, password }: ConsumerCredentials): string {
  return Buffer.from(`${username}:${password}`, "utf8").toString("base64");
}

export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Formats an object as YAML 1.1 for Kubernetes and registries, where a bare `off` or `0o7` is not a text. */
export function formatYaml(object: object): string {
  return stringify(object, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false });
}
