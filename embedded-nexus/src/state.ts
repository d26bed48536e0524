import { randomBytes } from "node:crypto";
import type { JsonObject } from "./json.ts";
import { hashPassword, type PasswordHash } from "./security/password-hash.ts";
import type { PrivilegeRecord } from "./security/privileges.ts";
import type { Schedule } from "./tasks/schedule.ts";

/** The state of a Nexus: plain data, written to nexus.json in the data folder, if there is one. */
export interface NexusState {
  /** Identifies the server, as the fingerprint of its certificate does in Nexus. */
  nodeId: string;
  users: UserRecord[];
  roles: RoleRecord[];
  /** Privileges that users created; built-in ones and those of repositories are derived. */
  privileges: PrivilegeRecord[];
  selectors: SelectorRecord[];
  routingRules: RoutingRuleRecord[];
  blobStores: BlobStoreRecord[];
  cleanupPolicies: CleanupPolicyRecord[];
  scripts: ScriptRecord[];
  /** In the order of their creation; names are looked up ignoring case, and the oldest is found. */
  repositories: RepositoryRecord[];
  anonymous: AnonymousSettings;
  realms: string[];
  /** Changed settings by path; null if they were deleted. */
  settings: Record<string, JsonObject | null>;
  /** As sent, with their passwords and their new ids, in their order. */
  ldapServers: JsonObject[];
  /** Users of other sources; Nexus stores only their roles. */
  externalUsers: ExternalUserRecord[];
  /** Groups of other sources. */
  externalGroups: ExternalGroupRecord[];
  /** Certificates of the trust store, in PEM. */
  certificates: string[];
  ipAllowList: { mode: "DISABLED" | "MONITOR" | "ENFORCE"; entries: AllowedAddressRecord[] };
  tasks: TaskRecord[];
  capabilities: CapabilityRecord[];
  /** Tokens of users who logged in with a format's client, such as docker or npm. */
  tokens: TokenRecord[];
  /** Set while Nexus is read-only. */
  frozen: { reason: string } | null;
}

export interface ExternalUserRecord {
  source: string;
  userId: string;
  firstName: string | null;
  lastName: string | null;
  emailAddress: string | null;
  status: string;
  roles: string[];
  /** The user's groups in the source. Absent: none. */
  groups?: string[];
}

export interface ExternalGroupRecord {
  source: string;
  id: string;
}

export interface AllowedAddressRecord {
  id: string;
  entry: string;
  entryType: `${"CIDR_" | ""}IPV${4 | 6}`;
  description: string | null;
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  updatedBy: string;
}

export interface UserRecord {
  userId: string;
  firstName: string;
  lastName: string;
  emailAddress: string;
  status: string;
  /** As sent: names of roles that do not exist are stored, and returned only once they exist. */
  roles: string[];
  password: PasswordHash;
}

export interface RoleRecord {
  id: string;
  name: string;
  description: string;
  readOnly: boolean;
  privileges: string[];
  roles: string[];
}

export interface SelectorRecord {
  name: string;
  description: string | null;
  expression: string;
}

export interface RoutingRuleRecord {
  name: string;
  description: string;
  mode: string;
  matchers: string[];
}

export interface SoftQuota {
  type: string | null;
  limit: number | null;
}

export interface BlobStoreRecord {
  name: string;
  softQuota: SoftQuota | null;
  /** Type in the list of blob stores. Default: File. */
  type?: string;
  /** Path of a blob store of type File. */
  path: string;
  /** Settings of the other types, without name and quota. */
  settings?: JsonObject;
}

export interface ScriptRecord {
  name: string;
  content: string;
  type: string;
}

export interface CleanupPolicyRecord {
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

/** A capability. */
export interface CapabilityRecord {
  readonly id: string;
  readonly typeId: string;
  enabled: boolean;
  notes: string | null;
  properties: Record<string, string>;
}

/** A scheduled task. Times are milliseconds since 1970. */
export interface TaskRecord extends Schedule {
  readonly id: string;
  readonly typeId: string;
  name: string;
  enabled: boolean;
  alertEmail: string | null;
  notificationCondition: string;
  properties: Record<string, string>;
  readonly created: number;
  updated: number;
  /** Created by a user. For its own tasks Nexus omits some properties. */
  readonly made: boolean;
  message: string | null;
  lastRun: number | null;
}

/** A token of a user. It belongs to the realm before its dot, and is valid while that realm is active. */
export interface TokenRecord {
  /** For example NpmToken.00000000-0000-0000-0000-000000000000. */
  readonly token: string;
  readonly userId: string;
}

export type RepositoryType = "hosted" | "proxy" | "group";

export interface RepositoryRecord extends RepositoryConfiguration {
  readonly name: string;
  /** The format as in bodies and privileges: maven2, not maven. */
  readonly format: string;
  readonly type: RepositoryType;
}

/**
 * The part of a repository that a PUT replaces. The attributes are those of the recipe in the request's path, even if
 * the repository has another recipe.
 */
export interface RepositoryConfiguration {
  online: boolean;
  routingRule: string | null;
  attributes: Record<string, JsonObject>;
}

export interface AnonymousSettings {
  enabled: boolean;
  userId: string;
  realmName: string;
}

/** The default settings of anonymous access: off. */
export const DEFAULT_ANONYMOUS: AnonymousSettings = {
  enabled: false,
  userId: "anonymous",
  realmName: "NexusAuthorizingRealm",
};

export interface InitialStateOptions {
  adminPassword: string;
  externalUsers: readonly { source: string; userId: string; groups?: readonly string[] }[];
  externalGroups: readonly ExternalGroupRecord[];
  repositories: RepositoryRecord[];
}

/** Creates the state of a Nexus on its first start, with anonymous access switched on (3.71, 3.77). */
export function createInitialState(options: InitialStateOptions): NexusState {
  const { adminPassword, repositories, externalUsers, externalGroups } = options;
  return {
    nodeId: randomBytes(20)
      .toString("hex")
      .replace(/(.{8})(?=.)/g, "$1-"),
    users: [
      createUser("anonymous", "Anonymous", ["nx-anonymous"], "anonymous"),
      createUser("admin", "Administrator", ["nx-admin"], adminPassword),
    ],
    roles: [
      createRole("nx-admin", "Administrator Role", ["nx-all"]),
      createRole("nx-anonymous", "Anonymous Role", [
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
    externalUsers: externalUsers.map(createExternalUser),
    externalGroups: [...externalGroups],
    certificates: [],
    ipAllowList: { mode: "DISABLED", entries: [] },
    tasks: [],
    capabilities: [],
    tokens: [],
    frozen: null,
  };
}

function createUser(userId: string, firstName: string, roles: string[], password: string): UserRecord {
  const emailAddress = `${userId}@example.org`;
  return {
    userId,
    firstName,
    lastName: "User",
    emailAddress,
    status: "active",
    roles,
    password: hashPassword(password),
  };
}

function createExternalUser(user: InitialStateOptions["externalUsers"][number]): ExternalUserRecord {
  const { source, userId, groups = [] } = user;
  const fixed = { firstName: userId, lastName: "User", emailAddress: `${userId}@example.org`, status: "active" };
  return { source, userId, ...fixed, roles: [], groups: [...groups] };
}

function createRole(id: string, description: string, privileges: string[]): RoleRecord {
  return { id, name: id, description, readOnly: true, privileges, roles: [] };
}
