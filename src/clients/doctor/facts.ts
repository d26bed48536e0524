/** All that is known of an attempt, as plain data: causes are found in it without asking anybody anything. */

import type { Security } from "../../access/security.ts";
import type { ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import { isOfImages } from "../../client-config/references.ts";
import { type Estate, repositories, repositoryNamed } from "../../estate/estate.ts";
import { type Fields, getValueAt } from "../../util/json.ts";
import { type Attempt, type Sign, writes } from "./attempt.ts";

/** The repository that an address names, and what of it. */
export interface Where {
  repository: ServedRepository;
  /** Of an image its path, `team/app`; of anything else what follows the repository, `org/app/1.0/app-1.0.jar`. */
  path: string;
  /** Of an image: the tag, else the digest; absent where nobody knows it. */
  version?: string;
}

/** What the address says, before anybody has said who comes. */
export interface Wire {
  /** `registry.example:8443` */
  host: string;
  /** Why nobody answered as a client needs it. */
  problem?: { sign: Extract<Sign, "name" | "refused" | "timeout" | "certificate" | "plain">; words: string };
  /** What it answered. */
  status?: number;
  /** Of an image's address: it speaks the registry API. */
  isRegistry?: boolean;
}

/** Who comes, as Nexus has it. */
export interface Login {
  user: string;
  /** Users of that id, in all sources; absent where they could not be looked up. */
  known?: readonly { source: string; status: string; roles: readonly string[] }[];
  /** Ids of all users of Nexus itself. */
  users: readonly string[];
  /** Where the password comes from; absent where nobody knows it. */
  password?: string;
  /** Whether Nexus lets him in with it. */
  accepted?: boolean;
}

/** What was answered when it was tried again, as far as that changes nothing. */
export interface Answer {
  /** `HEAD manifests/build-1` */
  asked: string;
  /** HTTP's; absent where no answer came. */
  status?: number;
  /** The answer's own words. */
  words: string;
  /** Nothing of what was tried is left to ask: it would work. */
  isAll: boolean;
}

/** What is in the repository, as an administrator sees it; of a group also what its members have. */
export interface Content {
  /** All images; absent where they could not be listed. */
  images?: readonly string[];
  /** The image's tags; empty where there is no such image, absent where they could not be listed. */
  tags?: readonly string[];
  /** What was asked for is there. */
  there?: boolean;
}

export interface CleanupTask {
  name: string;
  /** ISO dates. */
  lastRun?: string;
  nextRun?: string;
}

export interface Store {
  name: string;
  /** Bytes. */
  available?: number;
  unavailable: boolean;
  /** Of its quota: Nexus's own words where it is exceeded. */
  exceeded?: string;
}

export interface Facts {
  attempt: Attempt;
  /** The stack that declares the estate; absent where only a Nexus was named. */
  stack?: string;
  clientConfig: ClientConfig;
  declared?: Estate;
  /** What Nexus has; what it would not show is as declared. */
  estate: Estate;
  security: Security;
  declaredSecurity?: Security;
  /** Nexus itself was looked at. */
  isLive: boolean;
  where?: Where;
  wire?: Wire;
  login?: Login;
  answer?: Answer;
  content?: Content;
  /** Absent where they could not be looked at. */
  cleanups?: readonly CleanupTask[];
  stores?: readonly Store[];
  writable?: boolean;
  /** How Nexus says proxies' upstreams are, by the proxies' names: `Remote Auto Blocked and Unavailable`. */
  remotes?: Readonly<Record<string, string>>;
  /** The licence agreement of the Community Edition is accepted. */
  agreed?: boolean;
}

/** The fields of a repository as Nexus has it. */
export function fieldsOf({ estate }: Facts, name: string): Fields {
  return repositoryNamed(estate, name)?.declaration?.fields ?? {};
}

/** A repository of images that clients may ask without credentials, as far as anonymous access lets them. */
export function isOpen(facts: Facts, name: string): boolean {
  const { format } = facts.clientConfig.repositories.find((one) => one.name === name) ?? {};
  return getValueAt(fieldsOf(facts, name), `${format}.forceBasicAuth`) === false;
}

export function declaredFields({ declared }: Facts, name: string): Fields | undefined {
  return declared && repositoryNamed(declared, name)?.declaration?.fields;
}

/** The repository and, of a group, all that it shows, in the order in which it asks them. */
export function shownBy({ estate, clientConfig }: Facts, name: string): ServedRepository[] {
  const all = new Map(clientConfig.repositories.map((one) => [one.name, one]));
  const known = new Set(repositories(estate).map((one) => one.name));
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
export function elsewhere(repository: ServedRepository, { path, version }: Omit<Where, "repository">): string {
  const base = repository.registry ?? repository.url;
  const mark = version === undefined ? "" : version.includes(":") ? `@${version}` : `:${version}`;
  return `${base}/${path}${isOfImages(repository) ? mark : ""}`;
}

/** Whom a group hands what is pushed to it (Pro); nothing where it takes no pushes. */
export function writableMember(facts: Facts, name: string): string | undefined {
  const { group } = fieldsOf(facts, name);
  const member = typeof group === "object" && group !== null && "writableMember" in group && group.writableMember;
  return member ? String(member) : undefined;
}

/** Whether something is written to what takes nothing, whoever comes. */
export function isReadOnly(facts: Facts): boolean {
  const { where, attempt } = facts;
  if (!where || !writes(attempt) || where.repository.type === "hosted") return false;
  return writableMember(facts, where.repository.name) === undefined;
}
