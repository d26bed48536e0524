import { randomUUID } from "node:crypto";
import type { Nexus } from "../nexus.ts";

/** Returns the user's token of a realm, `NpmToken` for example: the existing one or a new one. */
export function issueToken(nexus: Nexus, realm: string, { userId }: { readonly userId: string }): string {
  const existing = nexus.state.tokens.find((entry) => entry.userId === userId && entry.token.startsWith(`${realm}.`));
  if (existing) return existing.token;
  const token = `${realm}.${randomUUID()}`;
  nexus.changeWhileFrozen(() => nexus.state.tokens.push({ token, userId }));
  return token;
}

/** Deletes a token. Returns false if it did not exist. */
export function revokeToken(nexus: Nexus, token: string): boolean {
  const remaining = nexus.state.tokens.filter((entry) => entry.token !== token);
  if (remaining.length === nexus.state.tokens.length) return false;
  nexus.changeWhileFrozen(() => {
    nexus.state.tokens = remaining;
  });
  return true;
}
