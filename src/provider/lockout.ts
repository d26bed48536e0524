/** Finds changes after which the user that the program logs in as could not log in or change anything any more. */
import type { Kind } from "../model/kind.ts";
import { realms } from "../model/kinds/realms.ts";
import { role } from "../model/kinds/role.ts";
import { user } from "../model/kinds/user.ts";
import { localRealm, realmBySource, userTokenRealm } from "../model/realms.ts";
import type { Violation } from "../model/validation.ts";
import { containsUnknown, type Fields, isFields } from "../util/json.ts";
import { findPasswordLockout } from "./passwords.ts";
import type { Session } from "./session.ts";

/** Returns changes of the own user itself that lock it out. Reads nothing from Nexus. */
export function findOwnUserLockout({ settings }: Session, kind: Kind, before: Fields, declared: Fields): Violation[] {
  const { login } = kind;
  const username = settings.connection?.username;
  if (!login || username === undefined) return [];
  const loginAs = `this program logs in as "${username}"`;
  if (before[login.user] === username && declared[login.user] !== username)
    return [{ path: login.user, message: `must not change, as ${loginAs}: the user would be deleted` }];
  if (declared[login.user] !== username) return [];
  const disabled: Violation[] =
    declared.status === "disabled" || declared.status === "locked"
      ? [{ path: "status", message: `is ${declared.status}, but ${loginAs}` }]
      : [];
  return [...disabled, ...findPasswordLockout(kind, before, declared, username)];
}

/** Returns changes of roles and realms that lock the own user out, compared with what Nexus has now. */
export async function findAccessLockout(session: Session, kind: Kind, declared: Fields): Promise<Violation[]> {
  const username = session.settings.connection?.username;
  if (username === undefined || containsUnknown(declared)) return [];
  if (kind.name === realms.name) return findRealmLockout(session, declared, username);
  if (kind.name === user.name && declared.userId === username)
    return findRoleLockout(session, username, { userRoles: toStrings(declared.roles) });
  if (kind.name === role.name) return findRoleLockout(session, username, { role: declared });
  return [];
}

/** A change of the own user's roles, or of one role. */
interface RoleChange {
  userRoles?: readonly string[];
  role?: Fields;
}

/** The own user must keep nx-admin, or another role with the privilege nx-all, if it has one. */
async function findRoleLockout(session: Session, username: string, change: RoleChange): Promise<Violation[]> {
  const { reader } = session;
  const roles = new Map((await reader.list(role)).map((fields) => [String(fields.roleId), fields]));
  const changedId = String(change.role?.roleId);
  // Most roles are none of administrators, and the user need not be read.
  if (change.role && !isAdministrator([changedId], roles)) return [];
  const own = await reader.find(user, username);
  if (!own || own.identity !== username) return [];
  const current = toStrings(own.fields.roles);
  const changed = new Map([...roles, ...(change.role ? [[changedId, change.role] as const] : [])]);
  if (!isAdministrator(current, roles) || isAdministrator(change.userRoles ?? current, changed)) return [];
  const taken = change.userRoles ? "nx-admin" : "nx-all";
  return [
    {
      path: change.role ? "privileges" : "roles",
      message:
        `would take the administration of Nexus (${taken}) from "${username}", and this program logs in as this user. ` +
        "Log in as another administrator to make this change",
    },
  ];
}

function isAdministrator(
  ids: readonly string[],
  roles: ReadonlyMap<string, Fields>,
  visited = new Set<string>(),
): boolean {
  return ids.some((id) => {
    if (visited.has(id)) return false;
    visited.add(id);
    const { privileges, roles: nested } = roles.get(id) ?? {};
    return (
      id === "nx-admin" ||
      toStrings(privileges).includes("nx-all") ||
      isAdministrator(toStrings(nested), roles, visited)
    );
  });
}

/** The realm by which the own user logs in must stay active. */
async function findRealmLockout(session: Session, declared: Fields, username: string): Promise<Violation[]> {
  const [current] = await session.reader.list(realms);
  const [before, after] = [toStrings(current?.active), toStrings(declared.active)];
  if (before.every((realm) => after.includes(realm))) return [];
  const realm = await findLoginRealm(session, username);
  if (!before.includes(realm) || after.includes(realm)) return [];
  return [
    { path: "active", message: `must contain "${realm}", as this program logs in as "${username}" by this realm` },
  ];
}

async function findLoginRealm({ client, reader }: Session, username: string): Promise<string> {
  if ((await reader.find(user, username))?.identity === username) return localRealm;
  const { body } = await client.get(`/v1/security/users?userId=${encodeURIComponent(username)}`);
  const found = Array.isArray(body) ? body.find((entry) => isFields(entry) && entry.userId === username) : undefined;
  return isFields(found) ? (realmBySource[String(found.source)] ?? localRealm) : userTokenRealm;
}

function toStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
