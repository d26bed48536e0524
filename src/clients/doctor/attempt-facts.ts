import type { SecurityModel } from "../../access/security-model.ts";
import type { ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import { isImageRepository } from "../../client-config/image-reference.ts";
import { type Estate, findRepository, listRepositories } from "../../estate/estate.ts";
import { type Fields, getValueAt } from "../../util/json.ts";
import { type Attempt, isWrite, type Symptom } from "./attempt.ts";

/** A repository and the content in it that an attempt addresses. */
export interface ContentLocation {
  repository: ServedRepository;
  /** For an image, its path: `team/app`. For other formats, the path below the repository: `org/app/1.0/app-1.0.jar`. */
  path: string;
  /** For an image, its digest or tag. Absent if neither is known. */
  version?: string;
}

/** The result of connecting to an address without credentials. */
export interface ConnectionCheck {
  /** `registry.example:8443` */
  host: string;
  /** The connection error, if no usable response came. */
  failure?: { symptom: Extract<Symptom, "name" | "refused" | "timeout" | "certificate" | "plain">; message: string };
  /** The HTTP status code of the response. */
  status?: number;
  /** For the address of an image: true if the server speaks the registry API. */
  isRegistry?: boolean;
}

/** The user of an attempt as Nexus knows it. */
export interface LoginFacts {
  user: string;
  /** Users with this id in all user sources. Absent if the lookup failed. */
  matchingUsers?: readonly { source: string; status: string; roles: readonly string[] }[];
  /** The ids of all users in Nexus's own user source. */
  localUserIds: readonly string[];
  /** The origin of the password. Absent if the password is not known here. */
  passwordSource?: string;
  /** True if Nexus accepts the password. Absent if it was not tried. */
  isAccepted?: boolean;
}

/** The result of repeating the operation from here, as far as that changes nothing in Nexus. */
export interface ReplayResult {
  /** `HEAD manifests/build-1` */
  request: string;
  /** The HTTP status code. Absent if no response came. */
  status?: number;
  /** The message of the response. */
  message: string;
  /** True if every request of the operation succeeded, so the operation works. */
  isComplete: boolean;
}

/** The content of a repository as an administrator sees it. A group includes the content of its members. */
export interface ContentState {
  /** All images. Absent if listing them failed. */
  images?: readonly string[];
  /** The tags of the image. Empty if the image does not exist, absent if listing them failed. */
  tags?: readonly string[];
  /** True if the addressed content exists. */
  exists?: boolean;
}

/** A cleanup task with ISO dates of its last and next run. */
export interface CleanupTask {
  name: string;
  lastRun?: string;
  nextRun?: string;
}

/** A blob store as Nexus reports it. */
export interface BlobStoreState {
  name: string;
  availableBytes?: number;
  isUnavailable: boolean;
  /** The message of Nexus if the soft quota is exceeded. */
  quotaMessage?: string;
}

/** Everything that is known about an attempt, as plain data. Causes are found in it without further requests. */
export interface AttemptFacts {
  attempt: Attempt;
  /** The stack that declares the estate. Absent if only a Nexus was named. */
  stack?: string;
  clientConfig: ClientConfig;
  declared?: Estate;
  /** The objects of the live Nexus. Families that the credentials cannot read are taken from the declaration. */
  estate: Estate;
  security: SecurityModel;
  declaredSecurity?: SecurityModel;
  /** True if the live Nexus was read. */
  isLive: boolean;
  location?: ContentLocation;
  connection?: ConnectionCheck;
  login?: LoginFacts;
  replay?: ReplayResult;
  /** Why the operation was not repeated, if the credentials do not belong to its server. */
  notRepeated?: string;
  content?: ContentState;
  /** Absent if they could not be read, as the following fields. */
  cleanupTasks?: readonly CleanupTask[];
  blobStores?: readonly BlobStoreState[];
  /** False in read-only mode. */
  isWritable?: boolean;
  /** Nexus's status of each proxy repository's upstream, such as `Remote Auto Blocked and Unavailable`. */
  upstreamStatus?: Readonly<Record<string, string>>;
  /** True if the license agreement of the Community Edition is accepted. */
  isEulaAccepted?: boolean;
}

/** Returns the live fields of a repository, or no fields if it does not exist. */
export function repositoryFields({ estate }: AttemptFacts, name: string): Fields {
  return findRepository(estate, name)?.declaration?.fields ?? {};
}

/** Returns the declared fields of a repository. */
export function declaredRepositoryFields({ declared }: AttemptFacts, name: string): Fields | undefined {
  return declared && findRepository(declared, name)?.declaration?.fields;
}

/** Returns true if an image repository gives tokens to anonymous clients, provided that anonymous access is enabled. */
export function allowsAnonymousTokens(facts: AttemptFacts, name: string): boolean {
  const { format } = facts.clientConfig.repositories.find((repository) => repository.name === name) ?? {};
  return getValueAt(repositoryFields(facts, name), `${format}.forceBasicAuth`) === false;
}

/** Returns the repository and, for a group, all its direct and nested members in the order in which it searches them. */
export function listRepositoryWithMembers({ estate, clientConfig }: AttemptFacts, name: string): ServedRepository[] {
  const served = new Map(clientConfig.repositories.map((repository) => [repository.name, repository]));
  const existing = new Set(listRepositories(estate).map((repository) => repository.name));
  const listed = new Map<string, ServedRepository>();
  const visit = (repository: ServedRepository | undefined): void => {
    if (!repository || listed.has(repository.name) || !existing.has(repository.name)) return;
    listed.set(repository.name, repository);
    for (const member of repository.members ?? []) visit(served.get(member));
  };
  visit(served.get(name));
  return [...listed.values()];
}

/**
 * Returns the address of the same content in another repository: `app-registry.example/team/app:1`, or its URL if the
 * repository has no registry address.
 */
export function formatAddress(
  repository: ServedRepository,
  { path, version }: Omit<ContentLocation, "repository">,
): string {
  const base = repository.registry ?? repository.url;
  const suffix = version === undefined ? "" : version.includes(":") ? `@${version}` : `:${version}`;
  return `${base}/${path}${isImageRepository(repository) ? suffix : ""}`;
}

/** Returns the member that receives pushes to a group (Nexus Pro). Returns undefined if the group takes no pushes. */
export function findWritableMember(facts: AttemptFacts, name: string): string | undefined {
  const { group } = repositoryFields(facts, name);
  const member = typeof group === "object" && group !== null && "writableMember" in group && group.writableMember;
  return member ? String(member) : undefined;
}

/** Returns true for a write to a proxy or group repository that takes no writes from any user. */
export function isReadOnlyLocation(facts: AttemptFacts): boolean {
  const { location, attempt } = facts;
  if (!location || !isWrite(attempt) || location.repository.type === "hosted") return false;
  return findWritableMember(facts, location.repository.name) === undefined;
}
