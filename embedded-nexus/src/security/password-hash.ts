import { createHash, randomBytes } from "node:crypto";

/** A password as it is stored: SHA-256 over salt and password, hexadecimal. */
export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
}

/** Returns the hash. A fast one on purpose: it protects test data only, and every request computes it. */
const digest = (salt: string, password: string): string =>
  createHash("sha256").update(`${salt}:${password}`).digest("hex");

/** Hashes a password with a new random salt. */
export function hashPassword(password: string): PasswordHash {
  const salt = randomBytes(8).toString("hex");
  return { salt, hash: digest(salt, password) };
}

/** Returns true if a password matches its stored hash. */
export function verifyPassword(stored: PasswordHash, password: string): boolean {
  return stored.hash === digest(stored.salt, password);
}
