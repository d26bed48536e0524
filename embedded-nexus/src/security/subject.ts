import type { Nexus } from "../nexus.ts";
import type { UserRecord } from "../state.ts";
import { verifyPassword } from "./password-hash.ts";
import { getPermissionString } from "./privileges.ts";
import { impliesPermission, parseWildcardPermission, type WildcardPermission } from "./wildcard-permission.ts";

/**
 * The caller of a request, as Shiro's subject: a user, the anonymous user, or "unauthenticated" for a request without
 * credentials while anonymous access is off.
 */
export class Subject {
  readonly kind: "user" | "anonymous" | "unauthenticated";
  readonly userId: string | undefined;
  readonly #nexus: Nexus;
  #grants: Grant[] | undefined;

  constructor(nexus: Nexus, kind: Subject["kind"], userId?: string) {
    this.#nexus = nexus;
    this.kind = kind;
    this.userId = userId;
  }

  /**
   * Returns true if a privilege of the caller grants a permission: `subject.isPermitted("nexus:users:read")`. With a
   * privilege type, only privileges of that type count.
   */
  isPermitted(permission: string, privilegeType?: string): boolean {
    const requested = parseWildcardPermission(permission);
    this.#grants ??= this.userId === undefined ? [] : listGrants(this.#nexus, this.userId, this.kind === "user");
    return this.#grants.some(
      ({ type, permission: granted }) => (privilegeType ?? type) === type && impliesPermission(granted, requested),
    );
  }
}

interface Grant {
  /** The type of the privilege that grants the permission. */
  readonly type: string;
  readonly permission: WildcardPermission;
}

/** Lists the permissions that a user's roles grant, nested roles included. The roles of anonymous do not count (3.77). */
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
  const defaultRole = findDefaultRole(nexus);
  if (isLoggedIn && defaultRole !== undefined) visit(defaultRole);
  const grants: Grant[] = [];
  for (const name of names) {
    const privilege = nexus.privileges.get(name);
    if (privilege)
      grants.push({ type: privilege.type, permission: parseWildcardPermission(getPermissionString(privilege)) });
  }
  return grants;
}

/** Returns the role that every logged-in user has while the DefaultRole realm is active (3.71). */
function findDefaultRole({ state }: Nexus): string | undefined {
  if (!state.realms.includes("DefaultRole")) return undefined;
  return state.capabilities.find(({ typeId, enabled }) => typeId === "defaultrole" && enabled)?.properties.role;
}

/** Returns the caller by the Authorization header; undefined for wrong credentials, which are 401 on any path (3.77). */
export function authenticate(nexus: Nexus, authorization: string | undefined): Subject | undefined {
  const token = /^bearer\s+(\S*)$/i.exec(authorization ?? "")?.[1];
  if (token !== undefined && nexus.state.realms.includes(getTokenRealm(token))) {
    return authenticateToken(nexus, token);
  }
  const credentials = parseBasicCredentials(authorization);
  if (!credentials) {
    const { enabled, userId } = nexus.state.anonymous;
    return enabled ? new Subject(nexus, "anonymous", userId) : new Subject(nexus, "unauthenticated");
  }
  const user = findUserByPassword(nexus, credentials);
  return user && new Subject(nexus, "user", user.userId);
}

/** Returns the active user with this id and password. */
export function findUserByPassword(nexus: Nexus, { userId, password }: BasicCredentials): UserRecord | undefined {
  const user = findActiveUser(nexus, userId);
  // Without the local realm no user can log in: PUT [] of the realms locks everyone out (3.77).
  const isLocalRealmActive = nexus.state.realms.includes("NexusAuthenticatingRealm");
  return user && isLocalRealmActive && verifyPassword(user.password, password) ? user : undefined;
}

/**
 * Returns the user that a token belongs to, while its realm is active (not measured). Tokens issued without a login belong
 * to the anonymous user.
 */
function authenticateToken(nexus: Nexus, bearerToken: string): Subject | undefined {
  const owner = nexus.state.tokens.find(({ token }) => token === bearerToken)?.userId;
  const { enabled, userId } = nexus.state.anonymous;
  if (owner !== undefined && owner === userId) return enabled ? new Subject(nexus, "anonymous", userId) : undefined;
  return owner !== undefined && findActiveUser(nexus, owner) ? new Subject(nexus, "user", owner) : undefined;
}

const getTokenRealm = (token: string): string => token.split(".")[0] ?? "";

function findActiveUser({ state }: Pick<Nexus, "state">, userId: string): UserRecord | undefined {
  const user = state.users.find((user) => user.userId === userId);
  return user?.status === "active" || user?.status === "changepassword" ? user : undefined;
}

/** User id and password of a Basic Authorization header. */
export interface BasicCredentials {
  readonly userId: string;
  readonly password: string;
}

/** Returns the credentials of a Basic Authorization header; undefined for other schemes. */
export function parseBasicCredentials(authorization: string | undefined): BasicCredentials | undefined {
  const encoded = /^basic\s+(\S*)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? { userId: text, password: "" } : { userId: text.slice(0, colon), password: text.slice(colon + 1) };
}
