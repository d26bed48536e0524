import { type Credentials, encodeBasicCredentials } from "./credentials.ts";
import type { ErrorDetails } from "./error-body.ts";

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

  /** Adds a secret, and its form in JSON. An empty text is ignored. */
  add(secret: string): void {
    if (!secret) return;
    this.#secrets.add(secret);
    this.#secrets.add(JSON.stringify(secret).slice(1, -1));
  }

  /** Adds the password of credentials, and the form that basic authentication sends. */
  addCredentials(credentials: Credentials): void {
    this.add(credentials.password);
    this.add(encodeBasicCredentials(credentials));
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
