import type { Capability } from "./capabilities/capabilities.ts";
import type { JsonObject } from "./json.ts";
import { type Password, password } from "./security/password.ts";
import type { Privilege } from "./security/privileges.ts";
import type { Token } from "./security/tokens.ts";
import type { Task } from "./tasks/tasks.ts";

/** All that a Nexus remembers: plain data, written to one JSON file where a data folder is given. */
export interface State {
  users: User[];
  roles: Role[];
  /** Those that people made; the built-in and the automatic ones are worked out. */
  privileges: Privilege[];
  selectors: Selector[];
  routingRules: RoutingRule[];
  blobStores: BlobStore[];
  cleanupPolicies: CleanupPolicy[];
  scripts: Script[];
  /** In the order of their creation: names are looked up ignoring case, and the oldest is found first. */
  repositories: Repository[];
  anonymous: Anonymous;
  realms: string[];
  /** Settings by their paths, as far as anybody changed them; null where they were unset. */
  settings: Record<string, JsonObject | null>;
  /** As given, with their passwords and the ids they were given, in their order. */
  ldapServers: JsonObject[];
  /** Users of other sources, whom Nexus only gives roles. */
  externalUsers: ExternalUser[];
  /** The trust store: each as PEM. */
  certificates: string[];
  ipAllowList: { mode: "DISABLED" | "MONITOR" | "ENFORCE"; entries: AllowedAddress[] };
  tasks: Task[];
  capabilities: Capability[];
  /** Of users who logged in with a client of a format. */
  tokens: Token[];
  frozen: { reason: string } | null;
}

export interface ExternalUser {
  source: string;
  userId: string;
  firstName: string | null;
  lastName: string | null;
  emailAddress: string | null;
  status: string;
  roles: string[];
}

export interface AllowedAddress {
  id: string;
  entry: string;
  entryType: `${"CIDR_" | ""}IPV${4 | 6}`;
  description: string | null;
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  updatedBy: string;
}

export interface User {
  userId: string;
  firstName: string;
  lastName: string;
  emailAddress: string;
  status: string;
  /** As given: names of roles that do not exist are kept, and not shown until they do. */
  roles: string[];
  password: Password;
}

export interface Role {
  id: string;
  name: string;
  description: string;
  readOnly: boolean;
  privileges: string[];
  roles: string[];
}

export interface Selector {
  name: string;
  description: string | null;
  expression: string;
}

export interface RoutingRule {
  name: string;
  description: string;
  mode: string;
  matchers: string[];
}

export interface SoftQuota {
  type: string | null;
  limit: number | null;
}

export interface BlobStore {
  name: string;
  softQuota: SoftQuota | null;
  /** What the list calls it. Absent: File. */
  type?: string;
  /** Of a File. */
  path: string;
  /** Of the other types: all that is neither name nor quota. */
  settings?: JsonObject;
}

export interface Script {
  name: string;
  content: string;
  type: string;
}

export interface CleanupPolicy {
  name: string;
  format: string;
  notes: string | null;
  criteriaLastBlobUpdated: number | null;
  criteriaLastDownloaded: number | null;
  criteriaReleaseType: string | null;
  criteriaAssetRegex: string | null;
  retain: number | null;
  sortBy: string | null;
}

export type RepositoryType = "hosted" | "proxy" | "group";

export interface Repository extends Configuration {
  readonly name: string;
  /** The format as bodies and privileges call it: maven2, not maven. */
  readonly format: string;
  readonly type: RepositoryType;
}

/** What a PUT replaces. The attributes are what the path of the request makes of its body, whatever the repository is. */
export interface Configuration {
  online: boolean;
  routingRule: string | null;
  attributes: Record<string, JsonObject>;
}

export interface Anonymous {
  enabled: boolean;
  userId: string;
  realmName: string;
}

export const DEFAULT_ANONYMOUS: Anonymous = {
  enabled: false,
  userId: "anonymous",
  realmName: "NexusAuthorizingRealm",
};

export interface Fresh {
  adminPassword: string;
  externalUsers: readonly { source: string; userId: string }[];
  repositories: Repository[];
}

/** What a Nexus holds on its first start, anonymous access switched on (3.71, 3.77). */
export function freshState({ adminPassword, repositories, externalUsers }: Fresh): State {
  return {
    users: [
      user("anonymous", "Anonymous", ["nx-anonymous"], "anonymous"),
      user("admin", "Administrator", ["nx-admin"], adminPassword),
    ],
    roles: [
      role("nx-admin", "Administrator Role", ["nx-all"]),
      role("nx-anonymous", "Anonymous Role", [
        "nx-healthcheck-read",
        "nx-search-read",
        "nx-repository-view-*-*-read",
        "nx-repository-view-*-*-browse",
      ]),
    ],
    privileges: [],
    selectors: [],
    routingRules: [],
    blobStores: [{ name: "default", path: "default", softQuota: null }],
    cleanupPolicies: [],
    scripts: [],
    repositories,
    anonymous: { ...DEFAULT_ANONYMOUS, enabled: true },
    realms: ["NexusAuthenticatingRealm"],
    settings: {},
    ldapServers: [],
    externalUsers: externalUsers.map(externalUser),
    certificates: [],
    ipAllowList: { mode: "DISABLED", entries: [] },
    tasks: [],
    capabilities: [],
    tokens: [],
    frozen: null,
  };
}

function user(userId: string, firstName: string, roles: string[], clear: string): User {
  const emailAddress = `${userId}@example.org`;
  return { userId, firstName, lastName: "User", emailAddress, status: "active", roles, password: password(clear) };
}

function externalUser({ source, userId }: Fresh["externalUsers"][number]): ExternalUser {
  const emailAddress = `${userId}@example.org`;
  return { source, userId, firstName: userId, lastName: "User", emailAddress, status: "active", roles: [] };
}

function role(id: string, description: string, privileges: string[]): Role {
  return { id, name: id, description, readOnly: true, privileges, roles: [] };
}
