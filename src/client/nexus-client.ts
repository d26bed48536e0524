import { createInterface } from "node:readline";
import type { Agent, Dispatcher } from "undici";
import { type Json, parseJson } from "../util/json.ts";
import { parseServer, type Server } from "../util/release.ts";
import type { Connection } from "./connection.ts";
import { createAgent, toConnectionError } from "./connection-errors.ts";
import { type ErrorDetails, isHtmlPage, parseErrorBody } from "./error-body.ts";
import { type ConnectionError, NexusError } from "./errors.ts";
import { extDirectPath, parseExtDirectPath, parseExtDirectResponse, serializeCall } from "./extdirect.ts";
import { Redactor } from "./redactor.ts";
import { defaultRetryPolicy, withRetries } from "./retry.ts";

export interface NexusRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /**
   * Below `/service/rest`, percent-encoded; or a method of ExtDirect, `extdirect:coreui_Task.create`, whose request
   * method says what it does: which may be said again is told by that.
   */
  path: string;
  body?: Json;
  /** Sent as text/plain, whole: a trailing newline would be part of it. */
  text?: string;
  /** Sent as application/octet-stream. */
  bytes?: Uint8Array;
}

export interface NexusResponse {
  status: number;
  /** The JSON of the answer; null where it has none. */
  body: Json;
}

export interface Credentials {
  username: string;
  password: string;
}

const base = "/service/rest";

/** HTTP to one Nexus: credentials, limits, retries, and refusals in words. */
export class NexusClient {
  readonly url: string;
  readonly username: string | undefined;
  readonly #origin: string;
  readonly #context: string;
  readonly #agent: Agent;
  readonly #connection: Connection;
  readonly #secrets = new Redactor();
  #credentials: Credentials | undefined;
  /** A change of the own password that is under way. */
  #becoming: Promise<void> | undefined;
  #server: Server;

  constructor(connection: Connection) {
    const url = new URL(connection.url);
    this.url = connection.url.replace(/\/+$/, "");
    this.username = connection.username;
    this.#origin = url.origin;
    this.#context = url.pathname.replace(/\/+$/, "");
    this.#connection = connection;
    this.#server = connection.server ?? {};
    const { username, password } = connection;
    if (username !== undefined && password !== undefined) this.#use({ username, password });
    this.#agent = createAgent(connection);
  }

  /** What Nexus is: as pinned, else as its answers tell. Nothing before the first answer. */
  get server(): Server {
    return this.#server;
  }

  /** Comes with these credentials from then on; what makes them right, if need be, is sent with those from before. */
  async switchCredentials(credentials: Credentials, request?: NexusRequest): Promise<void> {
    if (!request) return this.#use(credentials);
    const before = this.#credentials;
    this.#becoming = this.#retried(request, () => this.#once(request, before)).then(() => this.#use(credentials));
    await this.#becoming;
  }

  #use(credentials: Credentials): void {
    this.#credentials = credentials;
    this.addSecret(credentials.password);
    this.addSecret(encodeBasicCredentials(credentials));
  }

  /** Masks the text in every error, as Nexus may repeat in a refusal what it was sent. */
  addSecret(secret: string): void {
    this.#secrets.add(secret);
  }

  get(path: string): Promise<NexusResponse> {
    return this.send({ method: "GET", path });
  }

  /** The lines of an answer that is no JSON, as they come: it may be longer than memory. */
  async *readLines(path: string): AsyncGenerator<string> {
    const request: NexusRequest = { method: "GET", path };
    try {
      const { statusCode, headers, body } = await this.#reply(request, this.#credentials, "*/*");
      const type = String(headers["content-type"] ?? "");
      if (statusCode !== 200 || /html/.test(type)) throw this.#refusal(request, statusCode, await body.text(), type);
      yield* createInterface({ input: body, crlfDelay: Number.POSITIVE_INFINITY });
    } catch (error) {
      throw error instanceof NexusError ? error : this.#broken(request, error);
    }
  }

  /** Sends, again where it may, and gives the answer; whatever is not 2xx is a `NexusError`. */
  async send(request: NexusRequest): Promise<NexusResponse> {
    const before = this.#credentials;
    try {
      return await this.#retried(request, () => this.#once(request, before));
    } catch (error) {
      if (!(error instanceof NexusError && error.status === 401)) throw error;
      // The own password may have changed meanwhile: what was refused then did nothing.
      await this.#becoming?.catch(() => {});
      if (this.#credentials === before) throw error;
      return this.#retried(request, () => this.#once(request, this.#credentials));
    }
  }

  #retried<T>(request: NexusRequest, send: () => Promise<T>): Promise<T> {
    return withRetries(this.#connection.retry ?? defaultRetryPolicy, request.method === "POST", send);
  }

  /** Whether Nexus lets them in. Locked and disabled users are refused as wrong passwords are (401, on any path). */
  async acceptsCredentials(credentials: Credentials): Promise<boolean> {
    const status: NexusRequest = { method: "GET", path: "/v1/status" };
    try {
      await this.#retried(status, () => this.#once(status, credentials));
      return true;
    } catch (error) {
      if (error instanceof NexusError && error.status === 401) return false;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #once(request: NexusRequest, credentials: Credentials | undefined): Promise<NexusResponse> {
    const { status, headers, text } = await this.#exchange(request, credentials);
    const type = String(headers["content-type"] ?? "");
    if (status >= 300 && status < 400)
      throw this.#refusal(request, status, `it sends on to ${String(headers.location)}: use that address`);
    if (status >= 400) throw this.#refusal(request, status, text, type);
    // A page that greets who should log in says 200, too.
    if (isHtmlPage(text, type)) throw this.#refusal(request, status, text, type);
    if (parseExtDirectPath(request.path, undefined))
      return { status, body: this.#result(request, status, parseJson(text)) };
    if (!text.trim() || (request.method !== "GET" && !/json/.test(type))) return { status, body: null };
    const body = parseJson(text);
    if (body !== undefined || request.method !== "GET") return { status, body: body ?? null };
    throw unexpectedResponse(request, status);
  }

  /** What a call of ExtDirect gave back. */
  #result(request: NexusRequest, status: number, answer: Json | undefined): Json {
    const outcome = answer === undefined ? undefined : parseExtDirectResponse(answer);
    if (!outcome) throw unexpectedResponse(request, status);
    if ("data" in outcome) return outcome.data;
    throw this.#refused(request, outcome.status, outcome.words);
  }

  #refusal(request: NexusRequest, status: number, text: string, type?: string): NexusError {
    return this.#refused(request, status, parseErrorBody(status, this.#secrets.redact(text), type));
  }

  /** Nexus repeats what it was sent as it is, and in JSON within JSON: masked before and after it is taken apart. */
  #refused(request: NexusRequest, status: number, words: ErrorDetails): NexusError {
    const fields = words.fields.map(({ field, message }) => ({ field, message: this.#secrets.redact(message) }));
    return new NexusError(target(request), status, { ...words, text: this.#secrets.redact(words.text), fields });
  }

  async #exchange(request: NexusRequest, credentials: Credentials | undefined) {
    try {
      const reply = await this.#reply(request, credentials);
      return { status: reply.statusCode, headers: reply.headers, text: await reply.body.text() };
    } catch (error) {
      throw this.#broken(request, error);
    }
  }

  async #reply(request: NexusRequest, credentials: Credentials | undefined, accept?: string) {
    const { path, body, text, bytes } = request;
    const call = parseExtDirectPath(path, body);
    const content = call ? serializeCall(call) : (bytes ?? text ?? (body === undefined ? null : JSON.stringify(body)));
    const reply = await this.#agent.request({
      origin: this.#origin,
      path: this.#context + (call ? extDirectPath : base + path),
      method: call ? "POST" : request.method,
      headers: { ...headersOf(typeOf(request), content !== null, credentials), ...(accept && { accept }) },
      body: content,
    });
    this.#learn(reply.headers);
    return reply;
  }

  #learn(headers: Dispatcher.ResponseData["headers"]): void {
    const { release, edition } = this.#server;
    if (release === undefined || edition === undefined)
      this.#server = { ...parseServer(String(headers.server ?? "")), ...this.#server };
  }

  #broken(request: NexusRequest, error: unknown): ConnectionError {
    return toConnectionError(target(request), this.#origin, error);
  }
}

/** What was answered is none of Nexus's answers. */
export function unexpectedResponse(request: NexusRequest, status = 200): NexusError {
  const text = "what answered is not what Nexus says there, or not all of it: is there something between?";
  return new NexusError(target(request), status, { text, fields: [], notFromNexus: true });
}

function typeOf({ text, bytes }: NexusRequest): string {
  if (bytes !== undefined) return "application/octet-stream";
  return text === undefined ? "application/json" : "text/plain";
}

function headersOf(type: string, hasBody: boolean, credentials: Credentials | undefined): Record<string, string> {
  return {
    accept: "application/json",
    ...(hasBody && { "content-type": type }),
    ...(credentials && { authorization: `Basic ${encodeBasicCredentials(credentials)}` }),
  };
}

/** What a user says to be let in, after `Basic`. */
export function encodeBasicCredentials({ username, password }: Credentials): string {
  return Buffer.from(`${username}:${password}`).toString("base64");
}

function target({ method, path }: NexusRequest): { method: string; path: string } {
  return { method, path: path.startsWith("/") ? base + path : path };
}
