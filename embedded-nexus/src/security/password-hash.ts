import { createHash, randomBytes } from "node:crypto";

export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
}

/** Fast on purpose: this guards nothing but test data, and every request checks it. */
const digest = (salt: string, clear: string): string => createHash("sha256").update(`${salt}:${clear}`).digest("hex");

export function hashPassword(clear: string): PasswordHash {
  const salt = randomBytes(8).toString("hex");
  return { salt, hash: digest(salt, clear) };
}

export function verifyPassword(stored: PasswordHash, clear: string): boolean {
  return stored.hash === digest(stored.salt, clear);
}
