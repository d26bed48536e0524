import { randomBytes } from "node:crypto";
import { expandPath, type Kind, type LoginCheck } from "../model/kind.ts";
import type { Fields, Json } from "../util/json.ts";
import type { Session } from "./session.ts";

/** 192 random bits in characters that survive URLs, shells and configuration files. */
export function generatePassword(): string {
  return randomBytes(24).toString("base64url");
}

/** Sets it, and goes on with it where it is the provider's own user's. */
export async function setPassword(
  session: Session,
  login: LoginCheck,
  declared: Fields,
  password: string,
): Promise<void> {
  const username = String(declared[login.user]);
  const path = expandPath(login.change.slice("PUT ".length), declared);
  const request = { method: "PUT", path, text: password } as const;
  if (username === session.client.username) await session.client.switchCredentials({ username, password }, request);
  else await session.client.send(request);
}

/**
 * Whether the user can log in with it; nothing where that cannot be told, as Nexus refuses locked and disabled users
 * just as wrong passwords.
 */
export async function passwordMatches(
  session: Session,
  login: LoginCheck,
  live: Fields,
  password: string,
): Promise<boolean | undefined> {
  if (live.status !== "active" && live.status !== "changepassword") return undefined;
  return session.client.acceptsCredentials({ username: String(live[login.user]), password });
}

/** The password is nobody's business here: none is declared, and the one that there is stays. */
export function keepsPassword({ login }: Kind, declared: Fields): boolean {
  return login !== undefined && declared[login.password] === undefined && declared[login.keep] === true;
}

/** The password that is in force by what is declared or was made: none where the kind has none. */
export function resolvePassword(kind: Kind, declared: Fields, generated: Json | undefined): string | undefined {
  if (!kind.login) return undefined;
  const password = declared[kind.login.password] ?? generated;
  return typeof password === "string" ? password : undefined;
}
