import type { Nexus } from "../nexus.ts";
import type { UserRecord } from "../state.ts";
import { verifyPassword } from "./password-hash.ts";
import { getPermissionString } from "./privileges.ts";
import { impliesPermission, parseWildcardPermission, type WildcardPermission } from "./wildcard-permission.ts";

/** Who asks. Nobody is one without credentials while anonymous access is off. */
export class Subject {
  readonly kind: "user" | "anonymous" | "nobody";
  readonly userId: string | undefined;
  readonly #nexus: Nexus;
  #held: Grant[] | undefined;

  constructor(nexus: Nexus, kind: Subject["kind"], userId?: string) {
    this.#nexus = nexus;
    this.kind = kind;
    this.userId = userId;
  }

  /** By any privilege, or by one of that type. */
  isPermitted(asked: string, byType?: string): boolean {
    const wanted = parseWildcardPermission(asked);
    this.#held ??= this.userId === undefined ? [] : listGrants(this.#nexus, this.userId, this.kind === "user");
    return this.#held.some(
      ({ type, permission: granted }) => (byType ?? type) === type && impliesPermission(granted, wanted),
    );
  }
}

interface Grant {
  readonly type: string;
  readonly permission: WildcardPermission;
}

/** What the roles of a user grant, nested ones included. Nobody else's roles count, not even anonymous's (3.77). */
function listGrants(nexus: Nexus, userId: string, isLoggedIn: boolean): Grant[] {
  const roles = new Map(nexus.state.roles.map((role) => [role.id, role]));
  const names = new Set<string>();
  const seen = new Set<string>();
  const visit = (id: string): void => {
    const role = roles.get(id);
    if (!role || seen.has(id)) return;
    seen.add(id);
    for (const name of role.privileges) names.add(name);
    for (const child of role.roles) visit(child);
  };
  for (const id of nexus.state.users.find((user) => user.userId === userId)?.roles ?? []) visit(id);
  const everybody = findDefaultRole(nexus);
  if (isLoggedIn && everybody !== undefined) visit(everybody);
  const held: Grant[] = [];
  for (const name of names) {
    const privilege = nexus.privileges.get(name);
    if (privilege)
      held.push({ type: privilege.type, permission: parseWildcardPermission(getPermissionString(privilege)) });
  }
  return held;
}

/** What everybody has who logs in, while the realm is active (3.71). */
function findDefaultRole({ state }: Nexus): string | undefined {
  if (!state.realms.includes("DefaultRole")) return undefined;
  return state.capabilities.find(({ typeId, enabled }) => typeId === "defaultrole" && enabled)?.properties.role;
}

/** The caller by his Authorization header; undefined when the credentials are wrong, which is a 401 on any path (3.77). */
export function authenticate(nexus: Nexus, authorization: string | undefined): Subject | undefined {
  const token = /^bearer\s+(\S*)$/i.exec(authorization ?? "")?.[1];
  if (token !== undefined && nexus.state.realms.includes(getTokenRealm(token))) {
    return authenticateToken(nexus, token);
  }
  const given = parseBasicCredentials(authorization);
  if (!given) {
    const { enabled, userId } = nexus.state.anonymous;
    return enabled ? new Subject(nexus, "anonymous", userId) : new Subject(nexus, "nobody");
  }
  const known = findUserByPassword(nexus, given);
  return known && new Subject(nexus, "user", known.userId);
}

/** The user who logs in so, if he may. */
export function findUserByPassword(nexus: Nexus, { userId, password }: BasicCredentials): UserRecord | undefined {
  const user = findActiveUser(nexus, userId);
  // Without the local realm nobody can log in: PUT [] of the realms locks everyone out (3.77).
  const checked = nexus.state.realms.includes("NexusAuthenticatingRealm");
  return user && checked && verifyPassword(user.password, password) ? user : undefined;
}

/** Whom a token stands for, while its realm is active (not measured). Anonymous has those that anybody is given. */
function authenticateToken(nexus: Nexus, given: string): Subject | undefined {
  const owner = nexus.state.tokens.find(({ token }) => token === given)?.userId;
  const { enabled, userId } = nexus.state.anonymous;
  if (owner !== undefined && owner === userId) return enabled ? new Subject(nexus, "anonymous", userId) : undefined;
  return owner !== undefined && findActiveUser(nexus, owner) ? new Subject(nexus, "user", owner) : undefined;
}

const getTokenRealm = (token: string): string => token.split(".")[0] ?? "";

function findActiveUser({ state }: Pick<Nexus, "state">, userId: string): UserRecord | undefined {
  const user = state.users.find((user) => user.userId === userId);
  return user?.status === "active" || user?.status === "changepassword" ? user : undefined;
}

export interface BasicCredentials {
  readonly userId: string;
  readonly password: string;
}

/** The credentials of a Basic header; other schemes are as good as none. */
export function parseBasicCredentials(authorization: string | undefined): BasicCredentials | undefined {
  const encoded = /^basic\s+(\S*)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? { userId: text, password: "" } : { userId: text.slice(0, colon), password: text.slice(colon + 1) };
}
