import { randomUUID } from "node:crypto";
import type { Nexus } from "../nexus.ts";

/** A key that stands for a user; of the realm that is called before its dot, and counts while that is active. */
export interface Token {
  /** NpmToken.00000000-0000-0000-0000-000000000000 */
  readonly token: string;
  readonly userId: string;
}

/** A user's token of a realm: the one he has, or a new one. */
export function issueToken(nexus: Nexus, realm: string, { userId }: { readonly userId: string }): string {
  const held = nexus.state.tokens.find((one) => one.userId === userId && one.token.startsWith(`${realm}.`));
  if (held) return held.token;
  const token = `${realm}.${randomUUID()}`;
  nexus.changeEvenFrozen(() => nexus.state.tokens.push({ token, userId }));
  return token;
}

export function revokeToken(nexus: Nexus, token: string): boolean {
  const left = nexus.state.tokens.filter((one) => one.token !== token);
  if (left.length === nexus.state.tokens.length) return false;
  nexus.changeEvenFrozen(() => {
    nexus.state.tokens = left;
  });
  return true;
}
