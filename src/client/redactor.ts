import { escapeMarkup } from "../util/markup.ts";
import type { BoundCredentials } from "./credentials.ts";
import type { ErrorDetails } from "./error-body.ts";

/** The shortest part of base64 text that counts as a secret. Shorter ones occur in other texts. */
const shortestBase64 = 8;

/**
 * Replaces secrets in texts with `[secret]`.
 *
 * @example
 * const redactor = new Redactor();
 * redactor.add("hunter2");
 * redactor.redact("no such user: hunter2"); // "no such user: [secret]"
 */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Adds a secret, and its forms in JSON, XML, URLs and base64. An empty text is ignored. */
  add(secret: string): void {
    for (const form of encodeInAllForms(secret)) this.#secrets.add(form);
  }

  /** Adds the password of credentials, and the form that basic authentication sends. */
  addCredentials({ secrets }: BoundCredentials): void {
    for (const secret of secrets) this.add(secret);
  }

  /** Replaces all secrets in a text. */
  redact(text: string): string {
    // The longest first: one secret may be the beginning of another.
    const secrets = [...this.#secrets].sort((a, b) => b.length - a.length);
    return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, "[secret]"), text);
  }

  /**
   * Replaces all secrets in a parsed error. Nexus repeats parts of a request as they are and as JSON within JSON: texts
   * are redacted before they are parsed and afterwards.
   */
  redactDetails(details: ErrorDetails): ErrorDetails {
    const fields = details.fields.map(({ field, message }) => ({ field, message: this.redact(message) }));
    return { ...details, text: this.redact(details.text), fields };
  }
}

/** Returns the forms in which a server or a program may repeat a text. */
function encodeInAllForms(text: string): string[] {
  if (!text) return [];
  const base64 = encodeWithinBase64(text);
  const plain = [text, ...base64, ...base64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
  const inUrls = plain.flatMap((form) => [
    encodeURIComponent(form),
    new URLSearchParams([["", form]]).toString().slice(1),
  ]);
  const lowerCase = inUrls.map((form) => form.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()));
  return [...plain, JSON.stringify(text).slice(1, -1), escapeMarkup(text), ...inUrls, ...lowerCase];
}

/**
 * Returns the base64 of a text, and the characters that it always has within the base64 of a longer text, such as
 * `username:password`. They depend on the position of the text modulo 3.
 */
function encodeWithinBase64(text: string): string[] {
  const bytes = Buffer.from(text);
  const parts = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    // The first and the last characters also depend on the bytes beside the text.
    return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  return [bytes.toString("base64"), ...parts].filter((form) => form.length >= shortestBase64);
}
