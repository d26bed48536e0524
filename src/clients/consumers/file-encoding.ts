/** Texts of anybody's making in the formats that consumers read. What a format cannot hold is refused. */
import { type ConsumerCredentials, ConsumerError } from "./consumer-context.ts";

const breaks = /[\p{Cc}\u2028\u2029]/u;

/** A text of one line as it is. */
function plain(what: string, text: string, format: string): string {
  if (breaks.test(text))
    throw new ConsumerError(`${what} holds a line break or control character, which ${format} cannot`);
  return text;
}

/** A value of an INI file, whose readers take off the blanks around it. */
export function encodeIni(what: string, text: string, format: string): string {
  if (text !== text.trim()) throw new ConsumerError(`${what} begins or ends with a blank, which ${format} cannot hold`);
  return plain(what, text, format);
}

/**
 * Lines of `NAME=value` that GitLab (a dotenv report), `docker --env-file` and a shell read alike: none of the first two
 * knows quotes, so only what no shell changes is written.
 */
export function formatDotenv(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (!/^[\w./:@%+,-]*$/.test(value))
        throw new ConsumerError(
          `${name} would be "${value}", which no dotenv file holds: it must be of letters, digits and ./:@%+,-_`,
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

export function encodeXml(what: string, text: string): string {
  return plain(what, text, "XML").replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** `user:password` as HTTP's Basic authentication has it. */
export function encodeBasicAuth({ username, password }: ConsumerCredentials): string {
  return Buffer.from(`${username}:${password}`, "utf8").toString("base64");
}

export function formatJson(what: unknown): string {
  return `${JSON.stringify(what, null, 2)}\n`;
}
