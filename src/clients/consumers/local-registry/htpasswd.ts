import bcrypt from "bcryptjs";
import { parse } from "yaml";

/** The cost of bcrypt, the only htpasswd hash that registry:2 accepts. */
const cost = 10;

/** Returns true if bcrypt would ignore the end of the password. */
export function isTooLongForBcrypt(password: string): boolean {
  return bcrypt.truncates(password);
}

/**
 * Creates the htpasswd line of a user. The existing line is kept if user and password are the same, because a new salt
 * would change the text.
 *
 * @param manifest - the existing Secret
 */
export function createHtpasswdLine(user: string, password: string, manifest?: string): string {
  const line = manifest === undefined ? undefined : readHtpasswdLine(manifest);
  const [owner, hash = ""] = line?.trimEnd().split(":") ?? [];
  if (line !== undefined && owner === user && bcrypt.compareSync(password, hash)) return line;
  // Apache's htpasswd writes the version as y; readers of b accept it too.
  return `${user}:${bcrypt.hashSync(password, cost).replace(/^\$2b\$/, "$2y$")}\n`;
}

/** Reads the htpasswd line of an existing Secret. */
export function readHtpasswdLine(manifest: string): string | undefined {
  let object: unknown;
  try {
    object = parse(manifest);
  } catch {
    return undefined; // The Secret was edited manually, so the line is created again.
  }
  const line = (object as { stringData?: { htpasswd?: unknown } } | null)?.stringData?.htpasswd;
  return typeof line === "string" && /^[^:\s]+:\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}\n$/.test(line) ? line : undefined;
}
