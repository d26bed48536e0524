import type { Answer } from "../http/answers.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { Subject } from "../security/subject.ts";
import type { Repository } from "../state.ts";
import type { Asset } from "./assets.ts";
import type { Found } from "./find.ts";
import { typeOf } from "./media-types.ts";
import { put } from "./request.ts";

/** What a format says of its files in a proxy. */
export interface Remote {
  /** Metadata is asked for again after metadataMaxAge, all else after contentMaxAge. */
  isMetadata(path: string): boolean;
  /** Where a file is fetched from; relative to the remote URL, or somewhere else altogether. */
  url(nexus: Nexus, repository: Repository, path: string): string | Promise<string>;
}

/** Files that are at the same path there. */
export const samePaths: Remote = {
  isMetadata: () => false,
  url: (_nexus, _repository, path) => encodeURI(path.slice(1)).replace(/[?#]/g, encodeURIComponent),
};

const MINUTE = 60_000;

/** How long an upstream is left alone that has failed, where it is blocked by itself: at first 40 s (3.71). */
const BLOCKED_FOR = 40_000;

/** What a proxy remembers of its upstream besides the files. */
interface Memory {
  blockedUntil: number;
  /** When it was last told that there is no such file, by its path. */
  readonly missing: Map<string, number>;
}

const memories = new WeakMap<Repository, Memory>();

function memoryOf(repository: Repository): Memory {
  const memory = memories.get(repository) ?? { blockedUntil: 0, missing: new Map<string, number>() };
  memories.set(repository, memory);
  return memory;
}

/** Everything is asked for again, what was missing too. */
export function invalidate(nexus: Nexus, repository: Repository): void {
  memories.delete(repository);
  const assets = nexus.holdings.assets(repository);
  for (const [path, asset] of assets.list()) assets.put(path, { ...asset, verified: 0 });
}

/** A file of a proxy: what it has as long as that is young enough, else what its upstream has (statuses of 3.71). */
export async function fetched(
  nexus: Nexus,
  repository: Repository,
  path: string,
  subject: Subject,
  remote: Remote,
): Promise<Found | Answer> {
  if (!isRouted(nexus, repository, path)) {
    return { status: 403, reason: "Routing rules block the requested item from this repository" };
  }
  const held = nexus.holdings.assets(repository).get(path);
  const found = held && { repository, path, asset: held };
  if (found && isYoung(nexus, repository, remote.isMetadata(path), found.asset)) return found;
  const { httpClient = {}, negativeCache = {} } = repository.attributes;
  const memory = memoryOf(repository);
  const now = nexus.clock.now();
  if (httpClient.blocked === true) return found ?? { status: 404, reason: "Remote Manually Blocked" };
  if (memory.blockedUntil > now) {
    const until = new Date(memory.blockedUntil).toISOString();
    return found ?? { status: 404, reason: `Remote Auto Blocked until ${until}` };
  }
  const asked = memory.missing.get(path);
  const isKnownMissing = asked !== undefined && now - asked < Number(negativeCache.timeToLive) * MINUTE;
  if (!found && negativeCache.enabled === true && isKnownMissing) return MISSING;

  const response = await request(repository, await remote.url(nexus, repository, path), held).catch(() => undefined);
  if (response?.ok && response.body) {
    memory.missing.delete(path);
    const stored = await nexus.holdings.blobs(repository).store(response.body);
    const type = response.headers.get("content-type")?.split(";")[0] ?? typeOf(path, new Uint8Array()).type;
    const etag = response.headers.get("etag") ?? undefined;
    put(nexus, { repository, subject }, path, stored, type, undefined, { verified: now, ...(etag && { etag }) });
  } else if (response?.status === 304 && held) {
    nexus.holdings.assets(repository).put(path, { ...held, verified: now });
  } else {
    await response?.body?.cancel();
    const isFailing = !response || response.status === 401 || response.status >= 500;
    if (!isFailing) memory.missing.set(path, now);
    else if (httpClient.autoBlock === true) memory.blockedUntil = now + BLOCKED_FOR;
    // What was there once is given also when it is gone there.
    if (found) return found;
    return isFailing ? { status: response ? 503 : 502 } : MISSING;
  }
  const asset = nexus.holdings.assets(repository).get(path);
  return asset ? { repository, path, asset } : MISSING;
}

const MISSING: Answer = { status: 404 };

/** 3.71: matchers are for the whole path; BLOCK lets through what none of them matches, ALLOW what one does. */
function isRouted(nexus: Nexus, { routingRule }: Repository, path: string): boolean {
  const rule = nexus.state.routingRules.find(({ name }) => name === routingRule);
  if (!rule) return true;
  const matches = rule.matchers.some((matcher) => new RegExp(`^(?:${matcher})$`, "s").test(path));
  return matches === (rule.mode.toUpperCase() === "ALLOW");
}

/** Ages are in minutes; -1: never too old. */
function isYoung(nexus: Nexus, { attributes }: Repository, isMetadata: boolean, asset: Asset): boolean {
  const age = Number(attributes.proxy?.[isMetadata ? "metadataMaxAge" : "contentMaxAge"] ?? -1);
  const since = asset.verified ?? asset.updated;
  return since > 0 && (age < 0 || nexus.clock.now() - since < age * MINUTE);
}

/** Asks the upstream, with credentials once it wants them, and only its own host. */
async function request(repository: Repository, path: string, held: Asset | undefined): Promise<Response> {
  const { proxy = {}, httpClient = {} } = repository.attributes;
  const remoteUrl = String(proxy.remoteUrl).replace(/\/*$/, "/");
  const url = new URL(path, remoteUrl);
  const authorization = url.origin === new URL(remoteUrl).origin ? credentialsOf(httpClient) : undefined;
  const connection = isObject(httpClient.connection) ? httpClient.connection : {};
  // Nexus waits for 20 s where nobody says otherwise; for the answer, not for all of its bytes.
  const timeout = Number(connection.timeout ?? 20) * 1000;
  const ask = (withCredentials: boolean): Promise<Response> => {
    const headers = new Headers({ "User-Agent": "Nexus", ...(held?.etag && { "If-None-Match": held.etag }) });
    if (withCredentials && authorization !== undefined) headers.set("Authorization", authorization);
    return answeredWithin(timeout, url, headers);
  };
  const isPreemptive = isObject(httpClient.authentication) && httpClient.authentication.preemptive === true;
  const response = await ask(isPreemptive);
  if (response.status !== 401 || authorization === undefined || isPreemptive) return response;
  await response.body?.cancel();
  return ask(true);
}

async function answeredWithin(ms: number, url: URL, headers: Headers): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  try {
    return await fetch(url, { headers, signal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
}

function credentialsOf({ authentication }: JsonObject): string | undefined {
  if (!isObject(authentication)) return undefined;
  const { type, username, password, bearerToken } = authentication;
  if (type === "bearerToken") return `Bearer ${bearerToken}`;
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
