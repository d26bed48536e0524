import type { Clock } from "../clock.ts";
import { isObject } from "../json.ts";
import type { NexusState, RepositoryRecord } from "../state.ts";
import { matchesJavaPattern } from "../validation/java-pattern.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** How long a failed upstream is blocked, always; a real Nexus blocks it longer each time. */
const AUTO_BLOCK_MS = 40 * SECOND_MS;

/** How long an upstream may take to begin its response; Nexus's default if the repository sets no timeout. */
const DEFAULT_TIMEOUT_SECONDS = 20;

/** A request to an upstream; the default method is GET. */
export interface UpstreamRequest {
  readonly method?: "GET" | "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The HTTP client of a proxy repository. It does not request what is blocked, nor again what the upstream lately did
 * not have (the negative cache).
 */
export class UpstreamClient {
  readonly #repository: RepositoryRecord;
  readonly #clock: Clock;
  readonly #state: Pick<NexusState, "routingRules">;
  /** The negative cache: paths, and the time until which they count as missing. */
  readonly #missing = new Map<string, number>();
  #blockedUntil = 0;
  #failureStatus: 502 | 503 = 502;
  /** The error of the last request; null if it succeeded, undefined before the first. */
  #lastError: string | null | undefined;
  #invalidatedAt = 0;

  constructor(repository: RepositoryRecord, clock: Clock, state: Pick<NexusState, "routingRules">) {
    this.#repository = repository;
    this.#clock = clock;
    this.#state = state;
  }

  /**
   * Requests a path of the upstream, with the repository's credentials. Returns undefined if the upstream is blocked or
   * failed, and 404 without a request if the negative cache says so.
   *
   * @param path encoded, from the leading slash on, below the repository's remoteUrl
   */
  async request(path: string, request: UpstreamRequest = {}): Promise<Response | undefined> {
    const { proxy, negativeCache } = this.#repository.attributes;
    const now = this.#clock.now();
    const isCached = negativeCache?.enabled === true;
    if (isCached && (this.#missing.get(path) ?? 0) > now) return new Response(null, { status: 404 });
    if (this.blockReason !== undefined) return undefined;
    const url = String(proxy?.remoteUrl).replace(/\/+$/, "") + path;
    const headers = { ...this.authorizationHeader(), ...request.headers };
    const response = await this.requestUrl(url, { ...request, headers });
    if (isCached && response?.status === 404) {
      this.#missing.set(path, now + Number(negativeCache?.timeToLive ?? 0) * MINUTE_MS);
    }
    return response;
  }

  /**
   * Requests any URL, such as that of a token service, without the repository's credentials. Returns undefined if the
   * server failed or cannot be reached, which blocks the upstream if autoBlock is on.
   */
  async requestUrl(url: string, { method = "GET", headers }: UpstreamRequest): Promise<Response | undefined> {
    const connection = this.#repository.attributes.httpClient?.connection;
    const hasTimeout = isObject(connection) && typeof connection.timeout === "number";
    const seconds = hasTimeout ? Number(connection.timeout) : DEFAULT_TIMEOUT_SECONDS;
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), seconds * SECOND_MS);
    try {
      const allHeaders = { "Accept-Encoding": "identity", ...headers };
      const response = await fetch(url, { method, headers: allHeaders, signal: timeout.signal });
      this.#lastError = null;
      if (response.status < 500) return response;
      await response.body?.cancel();
      this.#failureStatus = 503;
      this.#lastError = `${response.status} ${response.statusText}`;
    } catch (error) {
      // Not reachable, or not in time.
      this.#failureStatus = 502;
      this.#lastError = String(error instanceof Error ? (error.cause ?? error) : error);
    } finally {
      clearTimeout(timer);
    }
    if (this.#repository.attributes.httpClient?.autoBlock === true) {
      this.#blockedUntil = this.#clock.now() + AUTO_BLOCK_MS;
    }
    return undefined;
  }

  /** The reason why the upstream is blocked, in Nexus's words (3.71); undefined if it is not. */
  get blockReason(): string | undefined {
    if (this.#isManuallyBlocked) return "Remote Manually Blocked";
    const until = this.#blockedUntil;
    return until > this.#clock.now() ? `Remote Auto Blocked until ${new Date(until).toISOString()}` : undefined;
  }

  /** The state of the upstream as the web page shows it (3.71). */
  get status(): { description: string; reason: string | null } {
    if (this.#isManuallyBlocked) return { description: "Remote Manually Blocked", reason: null };
    if (this.#lastError === undefined) return { description: "Ready to Connect", reason: null };
    if (this.#lastError === null) return { description: "Remote Available", reason: null };
    const isBlocked = this.blockReason !== undefined;
    const description = isBlocked ? "Remote Auto Blocked and Unavailable" : "Remote Unavailable";
    return { description, reason: this.#lastError };
  }

  /** Status of a proxy after its last failure: 503 if the upstream sent 5xx, 502 if it was not reached (3.71). */
  get failureStatus(): 502 | 503 {
    return this.#failureStatus;
  }

  /** Returns whether something verified at a time is still fresh; ages are in minutes, -1 is for ever. */
  isFresh(verified: number, age: "contentMaxAge" | "metadataMaxAge"): boolean {
    const minutes = Number(this.#repository.attributes.proxy?.[age] ?? -1);
    if (verified < this.#invalidatedAt) return false;
    return minutes < 0 || verified + minutes * MINUTE_MS > this.#clock.now();
  }

  /** Returns whether the repository's routing rule allows a path; a matcher matches the whole path. */
  isAllowedByRoutingRule(path: string): boolean {
    const { routingRule } = this.#repository;
    const rule = this.#state.routingRules.find(({ name }) => name === routingRule);
    if (!rule) return true;
    const matches = rule.matchers.some((matcher) => matchesJavaPattern(matcher, path));
    return rule.mode.toUpperCase() === "BLOCK" ? !matches : matches;
  }

  /** Makes everything be requested again, and ends an automatic block. */
  invalidateCache(): void {
    this.#missing.clear();
    this.#blockedUntil = 0;
    // Something verified later within this millisecond is fresh.
    this.#invalidatedAt = this.#clock.now();
  }

  /** Returns the Authorization header that the repository's httpClient settings ask for. */
  authorizationHeader(): Record<string, string> {
    const authentication = this.#repository.attributes.httpClient?.authentication;
    if (!isObject(authentication)) return {};
    const { type, username, password, bearerToken } = authentication;
    if (type === "bearerToken") return { Authorization: `Bearer ${bearerToken}` };
    if (type !== "username") return {};
    return { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
  }

  get #isManuallyBlocked(): boolean {
    return this.#repository.attributes.httpClient?.blocked === true;
  }
}
