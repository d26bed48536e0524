/** All that is known of an attempt, as plain data: causes are found in it without asking anybody anything. */

import type { SecurityModel } from "../../access/security-model.ts";
import type { ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import { isImageRepository } from "../../client-config/image-reference.ts";
import { type Estate, findRepository, listRepositories } from "../../estate/estate.ts";
import { type Fields, getValueAt } from "../../util/json.ts";
import { type Attempt, isWrite, type Symptom } from "./attempt.ts";

/** The repository that an address names, and what of it. */
export interface ContentLocation {
  repository: ServedRepository;
  /** Of an image its path, `team/app`; of anything else what follows the repository, `org/app/1.0/app-1.0.jar`. */
  path: string;
  /** Of an image: the tag, else the digest; absent where nobody knows it. */
  version?: string;
}

/** What the address says, before anybody has said who comes. */
export interface ConnectionCheck {
  /** `registry.example:8443` */
  host: string;
  /** Why nobody answered as a client needs it. */
  failure?: { symptom: Extract<Symptom, "name" | "refused" | "timeout" | "certificate" | "plain">; message: string };
  /** What it answered. */
  status?: number;
  /** Of an image's address: it speaks the registry API. */
  isRegistry?: boolean;
}

/** Who comes, as Nexus has it. */
export interface LoginCheck {
  user: string;
  /** Users of that id, in all sources; absent where they could not be looked up. */
  matchingUsers?: readonly { source: string; status: string; roles: readonly string[] }[];
  /** Ids of all users of Nexus itself. */
  localUserIds: readonly string[];
  /** Where the password comes from; absent where nobody knows it. */
  passwordSource?: string;
  /** Whether Nexus lets him in with it. */
  isAccepted?: boolean;
}

/** What was answered when it was tried again, as far as that changes nothing. */
export interface ReplayResult {
  /** `HEAD manifests/build-1` */
  request: string;
  /** HTTP's; absent where no answer came. */
  status?: number;
  /** The answer's own words. */
  message: string;
  /** Nothing of what was tried is left to ask: it would work. */
  isComplete: boolean;
}

/** What is in the repository, as an administrator sees it; of a group also what its members have. */
export interface ContentState {
  /** All images; absent where they could not be listed. */
  images?: readonly string[];
  /** The image's tags; empty where there is no such image, absent where they could not be listed. */
  tags?: readonly string[];
  /** What was asked for is there. */
  exists?: boolean;
}

export interface CleanupTask {
  name: string;
  /** ISO dates. */
  lastRun?: string;
  nextRun?: string;
}

export interface BlobStoreState {
  name: string;
  /** Bytes. */
  availableBytes?: number;
  isUnavailable: boolean;
  /** Of its quota: Nexus's own words where it is exceeded. */
  quotaMessage?: string;
}

export interface AttemptFacts {
  attempt: Attempt;
  /** The stack that declares the estate; absent where only a Nexus was named. */
  stack?: string;
  clientConfig: ClientConfig;
  declared?: Estate;
  /** What Nexus has; what it would not show is as declared. */
  estate: Estate;
  security: SecurityModel;
  declaredSecurity?: SecurityModel;
  /** Nexus itself was looked at. */
  isLive: boolean;
  location?: ContentLocation;
  connection?: ConnectionCheck;
  login?: LoginCheck;
  replay?: ReplayResult;
  content?: ContentState;
  /** Absent where they could not be looked at. */
  cleanupTasks?: readonly CleanupTask[];
  blobStores?: readonly BlobStoreState[];
  isWritable?: boolean;
  /** How Nexus says proxies' upstreams are, by the proxies' names: `Remote Auto Blocked and Unavailable`. */
  upstreamStatus?: Readonly<Record<string, string>>;
  /** The licence agreement of the Community Edition is accepted. */
  isEulaAccepted?: boolean;
}

/** The fields of a repository as Nexus has it. */
export function repositoryFields({ estate }: AttemptFacts, name: string): Fields {
  return findRepository(estate, name)?.declaration?.fields ?? {};
}

/** A repository of images that clients may ask without credentials, as far as anonymous access lets them. */
export function allowsAnonymousTokens(facts: AttemptFacts, name: string): boolean {
  const { format } = facts.clientConfig.repositories.find((one) => one.name === name) ?? {};
  return getValueAt(repositoryFields(facts, name), `${format}.forceBasicAuth`) === false;
}

export function declaredRepositoryFields({ declared }: AttemptFacts, name: string): Fields | undefined {
  return declared && findRepository(declared, name)?.declaration?.fields;
}

/** The repository and, of a group, all that it shows, in the order in which it asks them. */
export function listRepositoryWithMembers({ estate, clientConfig }: AttemptFacts, name: string): ServedRepository[] {
  const all = new Map(clientConfig.repositories.map((one) => [one.name, one]));
  const known = new Set(listRepositories(estate).map((one) => one.name));
  const shown = new Map<string, ServedRepository>();
  const visit = (one: ServedRepository | undefined): void => {
    if (!one || shown.has(one.name) || !known.has(one.name)) return;
    shown.set(one.name, one);
    for (const member of one.members ?? []) visit(all.get(member));
  };
  visit(all.get(name));
  return [...shown.values()];
}

/** `app-registry.example/team/app:1` for an image in another repository; by its URL where it has no registry. */
export function formatAddress(
  repository: ServedRepository,
  { path, version }: Omit<ContentLocation, "repository">,
): string {
  const base = repository.registry ?? repository.url;
  const mark = version === undefined ? "" : version.includes(":") ? `@${version}` : `:${version}`;
  return `${base}/${path}${isImageRepository(repository) ? mark : ""}`;
}

/** Whom a group hands what is pushed to it (Pro); nothing where it takes no pushes. */
export function findWritableMember(facts: AttemptFacts, name: string): string | undefined {
  const { group } = repositoryFields(facts, name);
  const member = typeof group === "object" && group !== null && "writableMember" in group && group.writableMember;
  return member ? String(member) : undefined;
}

/** Whether something is written to what takes nothing, whoever comes. */
export function isReadOnlyLocation(facts: AttemptFacts): boolean {
  const { location: where, attempt } = facts;
  if (!where || !isWrite(attempt) || where.repository.type === "hosted") return false;
  return findWritableMember(facts, where.repository.name) === undefined;
}
