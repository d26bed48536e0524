import { randomUUID } from "node:crypto";

/** Tokens that stand for who got them, each of the realm that it is good for; `anonymous` has them too. */
export class Tokens {
  readonly #owners = new Map<string, string>();

  /** One user's token of a realm stays the same. */
  issue(realm: string, userId: string): string {
    for (const [token, owner] of this.#owners) if (owner === userId && token.startsWith(`${realm}.`)) return token;
    const token = `${realm}.${randomUUID()}`;
    this.#owners.set(token, userId);
    return token;
  }

  owner(realm: string, token: string): string | undefined {
    return token.startsWith(`${realm}.`) ? this.#owners.get(token) : undefined;
  }
}
