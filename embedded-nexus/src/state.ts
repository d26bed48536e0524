import type { JsonObject } from "./json.ts";
import { hashPassword, type PasswordHash } from "./security/password-hash.ts";
import type { PrivilegeRecord } from "./security/privileges.ts";
import type { Schedule } from "./tasks/schedule.ts";

/** All that a Nexus remembers: plain data, written to one JSON file where a data folder is given. */
export interface NexusState {
  users: UserRecord[];
  roles: RoleRecord[];
  /** Those that people made; the built-in and the automatic ones are worked out. */
  privileges: PrivilegeRecord[];
  selectors: SelectorRecord[];
  routingRules: RoutingRuleRecord[];
  blobStores: BlobStoreRecord[];
  cleanupPolicies: CleanupPolicyRecord[];
  scripts: ScriptRecord[];
  /** In the order of their creation: names are looked up ignoring case, and the oldest is found first. */
  repositories: RepositoryRecord[];
  anonymous: AnonymousSettings;
  realms: string[];
  /** Settings by their paths, as far as anybody changed them; null where they were unset. */
  settings: Record<string, JsonObject | null>;
  /** As given, with their passwords and the ids they were given, in their order. */
  ldapServers: JsonObject[];
  /** Users of other sources, whom Nexus only gives roles. */
  externalUsers: ExternalUserRecord[];
  /** The trust store: each as PEM. */
  certificates: string[];
  ipAllowList: { mode: "DISABLED" | "MONITOR" | "ENFORCE"; entries: AllowedAddressRecord[] };
  tasks: TaskRecord[];
  capabilities: CapabilityRecord[];
  /** Of users who logged in with a client of a format. */
  tokens: TokenRecord[];
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
  /** As given: names of roles that do not exist are kept, and not shown until they do. */
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
  /** What the list calls it. Absent: File. */
  type?: string;
  /** Of a File. */
  path: string;
  /** Of the other types: all that is neither name nor quota. */
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

/** A capability as Nexus stores it. */
export interface CapabilityRecord {
  readonly id: string;
  readonly typeId: string;
  enabled: boolean;
  notes: string | null;
  properties: Record<string, string>;
}

/** A scheduled task as Nexus stores it. */
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
  /** Made by people: Nexus notes for these what it takes for granted of its own. */
  readonly made: boolean;
  message: string | null;
  lastRun: number | null;
}

/** A key that stands for a user; of the realm that is called before its dot, and counts while that is active. */
export interface TokenRecord {
  /** NpmToken.00000000-0000-0000-0000-000000000000 */
  readonly token: string;
  readonly userId: string;
}

export type RepositoryType = "hosted" | "proxy" | "group";

export interface RepositoryRecord extends RepositoryConfiguration {
  readonly name: string;
  /** The format as bodies and privileges call it: maven2, not maven. */
  readonly format: string;
  readonly type: RepositoryType;
}

/** What a PUT replaces. The attributes are what the path of the request makes of its body, whatever the repository is. */
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

export const DEFAULT_ANONYMOUS: AnonymousSettings = {
  enabled: false,
  userId: "anonymous",
  realmName: "NexusAuthorizingRealm",
};

export interface InitialStateOptions {
  adminPassword: string;
  externalUsers: readonly { source: string; userId: string }[];
  repositories: RepositoryRecord[];
}

/** What a Nexus holds on its first start, anonymous access switched on (3.71, 3.77). */
export function createInitialState({ adminPassword, repositories, externalUsers }: InitialStateOptions): NexusState {
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

function user(userId: string, firstName: string, roles: string[], clear: string): UserRecord {
  const emailAddress = `${userId}@example.org`;
  return { userId, firstName, lastName: "User", emailAddress, status: "active", roles, password: hashPassword(clear) };
}

function externalUser({ source, userId }: InitialStateOptions["externalUsers"][number]): ExternalUserRecord {
  const emailAddress = `${userId}@example.org`;
  return { source, userId, firstName: userId, lastName: "User", emailAddress, status: "active", roles: [] };
}

function role(id: string, description: string, privileges: string[]): RoleRecord {
  return { id, name: id, description, readOnly: true, privileges, roles: [] };
}
