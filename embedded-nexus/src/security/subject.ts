import type { Nexus } from "../nexus.ts";
import type { UserRecord } from "../state.ts";
import { matches } from "./password-hash.ts";
import { grants, type Permission, permission } from "./wildcard-permission.ts";
import { permissionOf } from "./privileges.ts";

/** Who asks. Nobody is one without credentials while anonymous access is off. */
export class Subject {
  readonly kind: "user" | "anonymous" | "nobody";
  readonly userId: string | undefined;
  readonly #nexus: Nexus;
  #held: Held[] | undefined;

  constructor(nexus: Nexus, kind: Subject["kind"], userId?: string) {
    this.#nexus = nexus;
    this.kind = kind;
    this.userId = userId;
  }

  /** By any privilege, or by one of that type. */
  may(asked: string, byType?: string): boolean {
    const wanted = permission(asked);
    this.#held ??= this.userId === undefined ? [] : heldBy(this.#nexus, this.userId, this.kind === "user");
    return this.#held.some(({ type, granted }) => (byType ?? type) === type && grants(granted, wanted));
  }
}

interface Held {
  readonly type: string;
  readonly granted: Permission;
}

/** What the roles of a user grant, nested ones included. Nobody else's roles count, not even anonymous's (3.77). */
function heldBy(nexus: Nexus, userId: string, isLoggedIn: boolean): Held[] {
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
  const everybody = defaultRole(nexus);
  if (isLoggedIn && everybody !== undefined) visit(everybody);
  const held: Held[] = [];
  for (const name of names) {
    const privilege = nexus.privileges.get(name);
    if (privilege) held.push({ type: privilege.type, granted: permission(permissionOf(privilege)) });
  }
  return held;
}

/** What everybody has who logs in, while the realm is active (3.71). */
function defaultRole({ state }: Nexus): string | undefined {
  if (!state.realms.includes("DefaultRole")) return undefined;
  return state.capabilities.find(({ typeId, enabled }) => typeId === "defaultrole" && enabled)?.properties.role;
}

/** The caller by his Authorization header; undefined when the credentials are wrong, which is a 401 on any path (3.77). */
export function authenticate(nexus: Nexus, authorization: string | undefined): Subject | undefined {
  const token = /^bearer\s+(\S*)$/i.exec(authorization ?? "")?.[1];
  if (token !== undefined && nexus.state.realms.includes(realmOf(token))) {
    return bearer(nexus, token);
  }
  const given = credentials(authorization);
  if (!given) {
    const { enabled, userId } = nexus.state.anonymous;
    return enabled ? new Subject(nexus, "anonymous", userId) : new Subject(nexus, "nobody");
  }
  const known = passwordFits(nexus, given);
  return known && new Subject(nexus, "user", known.userId);
}

/** The user who logs in so, if he may. */
export function passwordFits(nexus: Nexus, { userId, password }: Credentials): UserRecord | undefined {
  const user = activeUser(nexus, userId);
  // Without the local realm nobody can log in: PUT [] of the realms locks everyone out (3.77).
  const checked = nexus.state.realms.includes("NexusAuthenticatingRealm");
  return user && checked && matches(user.password, password) ? user : undefined;
}

/** Whom a token stands for, while its realm is active (not measured). Anonymous has those that anybody is given. */
function bearer(nexus: Nexus, given: string): Subject | undefined {
  const owner = nexus.state.tokens.find(({ token }) => token === given)?.userId;
  const { enabled, userId } = nexus.state.anonymous;
  if (owner !== undefined && owner === userId) return enabled ? new Subject(nexus, "anonymous", userId) : undefined;
  return owner !== undefined && activeUser(nexus, owner) ? new Subject(nexus, "user", owner) : undefined;
}

const realmOf = (token: string): string => token.split(".")[0] ?? "";

function activeUser({ state }: Pick<Nexus, "state">, userId: string): UserRecord | undefined {
  const user = state.users.find((user) => user.userId === userId);
  return user?.status === "active" || user?.status === "changepassword" ? user : undefined;
}

export interface Credentials {
  readonly userId: string;
  readonly password: string;
}

/** The credentials of a Basic header; other schemes are as good as none. */
export function credentials(authorization: string | undefined): Credentials | undefined {
  const encoded = /^basic\s+(\S*)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? { userId: text, password: "" } : { userId: text.slice(0, colon), password: text.slice(colon + 1) };
}
