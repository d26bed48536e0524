import { KeyedMutex } from "../util/concurrency.ts";
import { type Json, parseJson } from "../util/json.ts";
import { parseServer, type Server } from "../util/release.ts";
import type { Connection } from "./connection.ts";
import { BoundCredentials, type Credentials, getCredentials } from "./credentials.ts";
import { type ErrorDetails, isHtmlPage, parseErrorBody, withLogin } from "./error-body.ts";
import { ConnectionError, mayHaveTakenEffect, NexusError, type RequestTarget } from "./errors.ts";
import { extDirectPath, parseExtDirectPath, parseExtDirectResponse, serializeCall } from "./extdirect.ts";
import { getContentType, HttpTransport, type TransportRequest, type TransportResponse } from "./http-transport.ts";
import type { Outage } from "./outage.ts";
import { readLines } from "./response-body.ts";
import { parseRetryAfter } from "./retry.ts";

/** A request to the REST API or to ExtDirect. */
export interface NexusRequest {
  /** For ExtDirect the method says how the call acts, which decides whether it may be repeated. */
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/service/rest`, percent-encoded; or a method of ExtDirect, `extdirect:coreui_Task.create`. */
  path: string;
  body?: Json;
  /** Sent as text/plain, unchanged: a trailing newline would be part of it. */
  text?: string;
  /** Sent as application/octet-stream. */
  bytes?: Uint8Array;
}

/** A successful response. */
export interface NexusResponse {
  status: number;
  /** The JSON of the body; null if there is none. */
  body: Json;
}

const restPath = "/service/rest";

/**
 * The client of Nexus's REST API and ExtDirect, as one user.
 *
 * @example
 * const client = new NexusClient({ url: "https://nexus.example", username: "admin", password });
 * const { body } = await client.get("/v1/repositorySettings");
 * await client.close();
 */
export class NexusClient {
  readonly url: string;
  readonly username: string | undefined;
  readonly #transport: HttpTransport;
  #credentials: BoundCredentials | undefined;
  /** A change of the client's own password that is in progress. */
  #switching: Promise<void> | undefined;
  #server: Server;
  /** The request for the release, whose response lacks it if a reverse proxy removes the header. */
  #serverRequest: Promise<NexusResponse> | undefined;
  readonly #capabilityRequests = new KeyedMutex();
  /** True after a response whose Server header names Nexus: then no proxy removes the header, and only Nexus sends it. */
  #isIdentified = false;

  constructor(connection: Connection) {
    this.url = connection.url.replace(/\/+$/, "");
    const credentials = getCredentials(connection);
    this.username = credentials?.username ?? connection.username;
    this.#transport = new HttpTransport(connection);
    this.#server = connection.server ?? {};
    if (credentials) this.#use(credentials);
  }

  /** The release and edition of Nexus: as configured, else as its responses say. Empty before the first response. */
  get server(): Server {
    return this.#server;
  }

  /** Returns the release and edition of Nexus. Asks Nexus once if no response has contained them. */
  async resolveServer(): Promise<Server> {
    const { release, edition } = this.#server;
    if (release === undefined || edition === undefined) {
      this.#serverRequest ??= this.get("/v1/status");
      await this.#serverRequest.catch((error) => {
        this.#serverRequest = undefined;
        throw error;
      });
    }
    return this.#server;
  }

  /** The time in which Nexus does not respond. */
  get outage(): Outage {
    return this.#transport.retrier.outage;
  }

  /** Ends all waiting, see {@link HttpTransport.cancel}. */
  cancel(): void {
    this.#transport.cancel();
  }

  /**
   * Uses other credentials from now on.
   *
   * @param request - the request that changes the password; it is sent with the present credentials
   */
  async switchCredentials(credentials: Credentials, request?: NexusRequest): Promise<void> {
    const bound = new BoundCredentials(credentials, [this.url]);
    if (!request) return this.#use(bound);
    const before = this.#credentials;
    this.#switching = this.#repeat(request, () => this.#sendOnce(request, before))
      .catch(async (error) => {
        // If the response is lost, the repeated request has the former password, which Nexus then refuses.
        const isUncertain = mayHaveTakenEffect(error) || (error instanceof NexusError && error.status === 401);
        if (!isUncertain || !(await this.acceptsCredentials(credentials).catch(() => false))) throw error;
      })
      .then(() => this.#use(bound));
    await this.#switching;
  }

  #use(credentials: BoundCredentials): void {
    this.#credentials = credentials;
    this.#transport.redactor.addCredentials(credentials);
  }

  /** Adds a secret that is removed from every error, as Nexus may repeat in a refusal what it received. */
  addSecret(secret: string): void {
    this.#transport.redactor.add(secret);
  }

  /** @throws NexusError, ConnectionError */
  get(path: string): Promise<NexusResponse> {
    return this.send({ method: "GET", path });
  }

  /**
   * Reads a response that is not JSON line by line: it may be larger than the memory. Not repeated on failure.
   *
   * @throws NexusError, ConnectionError
   */
  async *readLines(path: string): AsyncGenerator<string> {
    const request: NexusRequest = { method: "GET", path };
    const wire = { ...this.#toTransportRequest(request, this.#credentials), headers: { accept: "*/*" } };
    try {
      const response = await this.#transport.send(wire);
      this.#learnServer(response.headers);
      const type = getContentType(response);
      if (response.statusCode !== 200 || /html/.test(type))
        throw this.#toError(
          request,
          response.statusCode,
          await this.#transport.readText(wire, response),
          type,
          response.headers,
        );
      yield* readLines(response.body);
    } catch (error) {
      throw error instanceof NexusError || error instanceof ConnectionError
        ? error
        : this.#transport.toConnectionError(wire, error);
    }
  }

  /**
   * Sends a request and returns its response. Transient failures are repeated.
   *
   * @throws NexusError for a status other than 2xx, ConnectionError
   */
  async send(request: NexusRequest): Promise<NexusResponse> {
    return isForCapabilities(request)
      ? this.#capabilityRequests.run("", () => this.#send(request))
      : this.#send(request);
  }

  async #send(request: NexusRequest): Promise<NexusResponse> {
    const before = this.#credentials;
    try {
      return await this.#repeat(request, () => this.#sendOnce(request, before));
    } catch (error) {
      if (!(error instanceof NexusError && error.status === 401)) throw error;
      // The client's own password may have changed meanwhile: a request that was refused for that did nothing.
      await this.#switching?.catch(() => {});
      if (this.#credentials === before) throw error;
      return this.#repeat(request, () => this.#sendOnce(request, this.#credentials));
    }
  }

  /**
   * Returns true if Nexus accepts the credentials. It refuses locked and disabled users in the same way as wrong passwords
   * (401, on any path).
   *
   * @throws NexusError for a status other than 2xx and 401, ConnectionError
   */
  async acceptsCredentials(credentials: Credentials): Promise<boolean> {
    const request: NexusRequest = { method: "GET", path: "/v1/status" };
    const bound = new BoundCredentials(credentials, [this.url]);
    try {
      await this.#repeat(request, () => this.#sendOnce(request, bound));
      return true;
    } catch (error) {
      if (error instanceof NexusError && error.status === 401) return false;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  #repeat<T>({ method }: NexusRequest, send: () => Promise<T>): Promise<T> {
    return this.#transport.repeat(method === "POST", send);
  }

  async #sendOnce(request: NexusRequest, credentials: BoundCredentials | undefined): Promise<NexusResponse> {
    const response = await this.#transport.exchange(this.#toTransportRequest(request, credentials));
    const { status, headers, contentType: type, text } = response;
    this.#learnServer(headers);
    if (status >= 300 && status < 400)
      throw this.#toError(request, status, `Redirected to ${String(headers.location)}. Use that address`);
    // A login page answers 200.
    if (status >= 400 || isHtmlPage(text, type)) throw this.#toError(request, status, text, type, headers);
    if (parseExtDirectPath(request.path, undefined))
      return { status, body: this.#parseResult(request, status, parseJson(text)) };
    if (!text.trim() || (request.method !== "GET" && !/json/.test(type))) return { status, body: null };
    const body = parseJson(text);
    if (body !== undefined || request.method !== "GET") return { status, body: body ?? null };
    throw unexpectedResponse(request, status);
  }

  #toTransportRequest(request: NexusRequest, credentials: BoundCredentials | undefined): TransportRequest {
    const { path, body, text, bytes } = request;
    const call = parseExtDirectPath(path, body);
    const content = call ? serializeCall(call) : (bytes ?? text ?? (body === undefined ? null : JSON.stringify(body)));
    return {
      method: call ? "POST" : request.method,
      path: call ? extDirectPath : restPath + path,
      headers: { accept: "application/json", ...(content !== null && { "content-type": toContentType(request) }) },
      body: content,
      authorization: credentials,
      target: toTarget(request),
    };
  }

  #parseResult(request: NexusRequest, status: number, response: Json | undefined): Json {
    const result = response === undefined ? undefined : parseExtDirectResponse(response);
    if (!result) throw unexpectedResponse(request, status);
    if ("data" in result) return result.data;
    throw this.#toNexusError(request, result.status, result.details);
  }

  #toError(
    request: NexusRequest,
    status: number,
    text: string,
    type?: string,
    headers: TransportResponse["headers"] = {},
  ): NexusError {
    const parsed = parseErrorBody(status, this.#transport.redactor.redact(text), type);
    const details = withLogin(parsed, status, this.#credentials?.username, this.url);
    const isForeign = status === 404 && this.#isIdentified && !isFromNexus(headers) && !details.notFromNexus;
    if (isForeign) return this.#toNexusError(request, status, describeForeignNotFound(headers));
    return this.#toNexusError(request, status, { ...details, retryAfter: parseRetryAfter(headers) });
  }

  #toNexusError(request: NexusRequest, status: number, details: ErrorDetails): NexusError {
    return new NexusError(toTarget(request), status, this.#transport.redactor.redactDetails(details));
  }

  #learnServer(headers: TransportResponse["headers"]): void {
    this.#isIdentified ||= isFromNexus(headers);
    const { release, edition } = this.#server;
    if (release === undefined || edition === undefined)
      this.#server = { ...parseServer(String(headers.server ?? "")), ...this.#server };
  }
}

/**
 * Requests for capabilities are sent one after another. If one lists them while another changes one, the list can undo the
 * change, and both can wait for each other until Nexus is restarted (3.71: measured at 2 to 9 % of changes, and a deadlock
 * within a minute with 4 clients).
 */
function isForCapabilities({ path }: NexusRequest): boolean {
  return /^(?:extdirect:capability_|\/v1\/capabilities)/.test(path);
}

/** Returns true if the Server header names Nexus. */
function isFromNexus({ server }: TransportResponse["headers"]): boolean {
  return parseServer(String(server ?? "")).release !== undefined;
}

/** A service mesh or gateway whose routes change answers 404 itself, often without a body. */
function describeForeignNotFound({ server }: TransportResponse["headers"]): ErrorDetails {
  const sender = server === undefined ? "" : ` but of "${String(server)}"`;
  const text = `Not a response of Nexus${sender}. Is a proxy or load balancer answering instead of Nexus?`;
  return { text, fields: [], notFromNexus: true };
}

/**
 * Returns the error for a 404 to a request for an object that Nexus lists. Such a 404 is not from Nexus, or from a Nexus
 * that does not have all objects yet.
 */
export function contradictedNotFound(request: Pick<NexusRequest, "method" | "path">): NexusError {
  const text =
    "Not found, although Nexus lists the object. Is a proxy or load balancer answering instead of Nexus? Run the command again";
  return new NexusError(toTarget(request), 404, { text, fields: [], notFromNexus: true });
}

/**
 * Returns the error for a successful response that is not, or not completely, what Nexus answers to this request.
 *
 * @param problem - the field that is wrong: `[2].name is not a text`
 */
export function unexpectedResponse(request: NexusRequest, status = 200, problem?: string): NexusError {
  const reason = problem === undefined ? "" : `: ${problem}`;
  const text = `Unexpected or truncated response${reason}. Is a proxy or load balancer answering instead of Nexus?`;
  return new NexusError(toTarget(request), status, { text, fields: [], notFromNexus: true });
}

function toContentType({ text, bytes }: NexusRequest): string {
  if (bytes !== undefined) return "application/octet-stream";
  return text === undefined ? "application/json" : "text/plain";
}

function toTarget({ method, path }: NexusRequest): RequestTarget {
  return { method, path: path.startsWith("/") ? restPath + path : path };
}
