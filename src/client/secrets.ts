/** What must never be seen: masked in whatever is told. */
export class Secrets {
  readonly #all = new Set<string>();

  hide(secret: string): void {
    if (!secret) return;
    this.#all.add(secret);
    this.#all.add(JSON.stringify(secret).slice(1, -1));
  }

  masked(text: string): string {
    // The longest first: one secret may be the beginning of another.
    const secrets = [...this.#all].sort((a, b) => b.length - a.length);
    return secrets.reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
  }
}
