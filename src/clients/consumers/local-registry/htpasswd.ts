import bcrypt from "bcryptjs";
import { parse } from "yaml";

/** What a registry takes: of its kinds of htpasswd bcrypt alone. */
const cost = 10;

/** Of a longer one only the beginning would count. */
export function isTooLongForBcrypt(password: string): boolean {
  return bcrypt.truncates(password);
}

/**
 * The line of a user. The one that is there stays while it is his with the same password: another salt would be another
 * text.
 *
 * @param manifest - the Secret as it was written before
 */
export function createHtpasswdLine(user: string, password: string, manifest?: string): string {
  const line = manifest === undefined ? undefined : readHtpasswdLine(manifest);
  const [owner, hash = ""] = line?.trimEnd().split(":") ?? [];
  if (line !== undefined && owner === user && bcrypt.compareSync(password, hash)) return line;
  // The letter that Apache's htpasswd gives to the same thing; all that read b read y.
  return `${user}:${bcrypt.hashSync(password, cost).replace(/^\$2b\$/, "$2y$")}\n`;
}

/** The line in a Secret that was written before. */
export function readHtpasswdLine(manifest: string): string | undefined {
  let object: unknown;
  try {
    object = parse(manifest);
  } catch {
    return undefined; // Somebody has changed it: it is written anew.
  }
  const line = (object as { stringData?: { htpasswd?: unknown } } | null)?.stringData?.htpasswd;
  return typeof line === "string" && /^[^:\s]+:\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}\n$/.test(line) ? line : undefined;
}
