/** What must never be seen: masked in whatever is told. */
export class Redactor {
  readonly #all = new Set<string>();

  add(secret: string): void {
    if (!secret) return;
    this.#all.add(secret);
    this.#all.add(JSON.stringify(secret).slice(1, -1));
  }

  redact(text: string): string {
    // The longest first: one secret may be the beginning of another.
    const secrets = [...this.#all].sort((a, b) => b.length - a.length);
    return secrets.reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
  }
}
