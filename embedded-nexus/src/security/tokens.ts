import { randomUUID } from "node:crypto";
import type { Nexus } from "../nexus.ts";

/** A user's token of a realm: the one he has, or a new one. */
export function issueToken(nexus: Nexus, realm: string, { userId }: { readonly userId: string }): string {
  const held = nexus.state.tokens.find((one) => one.userId === userId && one.token.startsWith(`${realm}.`));
  if (held) return held.token;
  const token = `${realm}.${randomUUID()}`;
  nexus.changeWhileFrozen(() => nexus.state.tokens.push({ token, userId }));
  return token;
}

export function revokeToken(nexus: Nexus, token: string): boolean {
  const left = nexus.state.tokens.filter((one) => one.token !== token);
  if (left.length === nexus.state.tokens.length) return false;
  nexus.changeWhileFrozen(() => {
    nexus.state.tokens = left;
  });
  return true;
}
