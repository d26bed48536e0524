import type { Clock } from "../clock.ts";
import { isObject } from "../json.ts";
import type { NexusState, RepositoryRecord } from "../state.ts";
import { matchesJavaPattern } from "../validation/java-matching.ts";

const MINUTE = 60_000;
const SECOND = 1000;

/** How long an upstream that failed is left alone; a real Nexus leaves it alone longer each time. */
const AUTO_BLOCK = 40 * SECOND;

/** How long an upstream has to begin its answer where the repository does not say; Nexus's own default. */
const TIMEOUT_SECONDS = 20;

export interface UpstreamRequest {
  readonly method?: "GET" | "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a proxy repository fetches from: asked unless it is blocked, and not again for what it lately did not have. */
export class UpstreamClient {
  readonly #repository: RepositoryRecord;
  readonly #clock: Clock;
  readonly #state: Pick<NexusState, "routingRules">;
  readonly #misses = new Map<string, number>();
  #blockedUntil = 0;
  #failed: 502 | 503 = 502;
  /** Why it could not be reached when it was last asked; null where it could, undefined where it never was. */
  #trouble: string | null | undefined;
  #invalidated = 0;

  constructor(repository: RepositoryRecord, clock: Clock, state: Pick<NexusState, "routingRules">) {
    this.#repository = repository;
    this.#clock = clock;
    this.#state = state;
  }

  /**
   * Its answer; undefined where it may not be asked or cannot be reached. What it does not have is 404, also from what
   * is remembered of it.
   * @param path where it is asked, from the leading slash on: beneath the repository's remoteUrl
   */
  async request(path: string, request: UpstreamRequest = {}): Promise<Response | undefined> {
    const { proxy, negativeCache } = this.#repository.attributes;
    const now = this.#clock.now();
    const remembers = negativeCache?.enabled === true;
    if (remembers && (this.#misses.get(path) ?? 0) > now) return new Response(null, { status: 404 });
    if (this.blockReason !== undefined) return undefined;
    const url = String(proxy?.remoteUrl).replace(/\/+$/, "") + path;
    const response = await this.requestUrl(url, {
      ...request,
      headers: { ...this.authorizationHeader(), ...request.headers },
    });
    if (remembers && response?.status === 404) {
      this.#misses.set(path, now + Number(negativeCache?.timeToLive ?? 0) * MINUTE);
    }
    return response;
  }

  /** Sends a request to any address, as what tells where to get a token; one that fails may block the upstream. */
  async requestUrl(url: string, { method = "GET", headers }: UpstreamRequest): Promise<Response | undefined> {
    const given = this.#repository.attributes.httpClient?.connection;
    const seconds = isObject(given) && typeof given.timeout === "number" ? given.timeout : TIMEOUT_SECONDS;
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), seconds * SECOND);
    try {
      const all = { "Accept-Encoding": "identity", ...headers };
      const response = await fetch(url, { method, headers: all, signal: impatience.signal });
      this.#trouble = null;
      if (response.status < 500) return response;
      await response.body?.cancel();
      this.#failed = 503;
      this.#trouble = `${response.status} ${response.statusText}`;
    } catch (error) {
      // Nobody there, or nobody in time.
      this.#failed = 502;
      this.#trouble = String(error instanceof Error ? (error.cause ?? error) : error);
    } finally {
      clearTimeout(timer);
    }
    if (this.#repository.attributes.httpClient?.autoBlock === true) this.#blockedUntil = this.#clock.now() + AUTO_BLOCK;
    return undefined;
  }

  /** Why it may not be asked now, in Nexus's words (3.71). */
  get blockReason(): string | undefined {
    if (this.#repository.attributes.httpClient?.blocked === true) return "Remote Manually Blocked";
    const until = this.#blockedUntil;
    return until > this.#clock.now() ? `Remote Auto Blocked until ${new Date(until).toISOString()}` : undefined;
  }

  /** How it is, as the web page shows it (3.71). */
  get status(): { description: string; reason: string | null } {
    const isBlocked = this.blockReason !== undefined;
    if (isBlocked && this.#repository.attributes.httpClient?.blocked === true)
      return { description: "Remote Manually Blocked", reason: null };
    if (this.#trouble === undefined) return { description: "Ready to Connect", reason: null };
    if (this.#trouble === null) return { description: "Remote Available", reason: null };
    const description = isBlocked ? "Remote Auto Blocked and Unavailable" : "Remote Unavailable";
    return { description, reason: this.#trouble };
  }

  /** What is answered where it last failed: 503 where it said so itself, 502 where nobody was there (3.71). */
  get failureStatus(): 502 | 503 {
    return this.#failed;
  }

  /** Whether what was verified then is still good; ages are in minutes, and -1 is for ever. */
  isFresh(verified: number, age: "contentMaxAge" | "metadataMaxAge"): boolean {
    const minutes = Number(this.#repository.attributes.proxy?.[age] ?? -1);
    if (verified < this.#invalidated) return false;
    return minutes < 0 || verified + minutes * MINUTE > this.#clock.now();
  }

  /** Whether the repository's routing rule lets a path be asked for; a matcher is for the whole of it. */
  isAllowedByRoutingRule(path: string): boolean {
    const { routingRule } = this.#repository;
    const rule = this.#state.routingRules.find(({ name }) => name === routingRule);
    if (!rule) return true;
    const matches = rule.matchers.some((matcher) => matchesJavaPattern(matcher, path));
    return rule.mode.toUpperCase() === "BLOCK" ? !matches : matches;
  }

  /** All is asked for anew. */
  invalidateCache(): void {
    this.#misses.clear();
    this.#blockedUntil = 0;
    // What is verified from now on counts, also within this millisecond.
    this.#invalidated = this.#clock.now();
  }

  /** The header that the repository's settings for its upstream make. */
  authorizationHeader(): Record<string, string> {
    const given = this.#repository.attributes.httpClient?.authentication;
    if (!isObject(given)) return {};
    if (given.type === "bearerToken") return { Authorization: `Bearer ${given.bearerToken}` };
    if (given.type !== "username") return {};
    return { Authorization: `Basic ${Buffer.from(`${given.username}:${given.password}`).toString("base64")}` };
  }
}
