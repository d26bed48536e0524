import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { Agent, Dispatcher } from "undici";
import type { Connection } from "./connection.ts";
import { createAgent, toConnectionError } from "./connection-errors.ts";
import { parseErrorBody } from "./error-body.ts";
import { NexusError } from "./errors.ts";
import { encodeMultipart, type FormPart } from "./multipart.ts";
import { encodeBasicCredentials } from "./nexus-client.ts";
import { Redactor } from "./redactor.ts";
import { defaultRetryPolicy, withRetries } from "./retry.ts";

/** Bytes as they come. */
export type ByteStream = AsyncIterable<Uint8Array>;

interface Request {
  method: "GET" | "HEAD" | "PUT" | "POST";
  /** From Nexus's own address on, percent-encoded. */
  path: string;
}

/** The files of repositories other than Docker's, as one user: never a whole file in memory. */
export class ContentClient {
  readonly #connection: Connection;
  readonly #origin: string;
  readonly #context: string;
  readonly #agent: Agent;
  readonly #secrets = new Redactor();
  readonly #headers: Readonly<Record<string, string>>;

  constructor(connection: Connection) {
    const url = new URL(connection.url);
    this.#connection = connection;
    this.#origin = url.origin;
    this.#context = url.pathname.replace(/\/+$/, "");
    this.#agent = createAgent(connection);
    const { username, password } = connection;
    const known = username !== undefined && password !== undefined && encodeBasicCredentials({ username, password });
    this.#headers = known ? { authorization: `Basic ${known}` } : {};
    for (const secret of [password, known]) if (secret) this.#secrets.add(secret);
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  /** Whether a file is there. */
  async exists(repository: string, path: string): Promise<boolean> {
    const body = await this.#found({ method: "HEAD", path: placeOf(repository, path) });
    await body?.dump();
    return body !== undefined;
  }

  /** A file as it comes; a `NexusError` of 404 where there is none. */
  async download(repository: string, path: string): Promise<ByteStream> {
    const request: Request = { method: "GET", path: placeOf(repository, path) };
    return this.#read(request, await this.#answered(request));
  }

  /** The hash of a file that is there, in hexadecimal, of what is really sent; nothing where there is none. */
  async computeHash(repository: string, path: string, algorithm: string): Promise<string | undefined> {
    const request: Request = { method: "GET", path: placeOf(repository, path) };
    const body = await this.#found(request);
    if (!body) return undefined;
    const hash = createHash(algorithm);
    for await (const chunk of this.#read(request, body)) hash.update(chunk);
    return hash.digest("hex");
  }

  /** Uploads a file to its path. */
  async upload(repository: string, path: string, bytes: ByteStream): Promise<void> {
    const request: Request = { method: "PUT", path: placeOf(repository, path) };
    await this.#sent(request, bytes, "application/octet-stream");
  }

  /** Publishes a component by Nexus's own upload: fields and files in its words, `npm.asset`. */
  async publishComponent(repository: string, parts: readonly FormPart[]): Promise<void> {
    const query = new URLSearchParams({ repository });
    const { type, bytes } = encodeMultipart(parts);
    await this.#sent({ method: "POST", path: `/service/rest/v1/components?${query}` }, bytes, type);
  }

  /** An answer as it comes, which may break off. */
  async *#read(request: Request, body: ByteStream): ByteStream {
    try {
      yield* body;
    } catch (error) {
      throw toConnectionError(request, this.#origin, error);
    }
  }

  async #found(request: Request) {
    try {
      return await this.#answered(request);
    } catch (error) {
      if (error instanceof NexusError && error.status === 404) return undefined;
      throw error;
    }
  }

  #answered(request: Request): Promise<Dispatcher.ResponseData["body"]> {
    return withRetries(this.#connection.retry ?? defaultRetryPolicy, false, () => this.#once(request, null));
  }

  /** Sent once: what was read of a stream is gone. */
  async #sent(request: Request, bytes: ByteStream, type: string): Promise<void> {
    const body = await this.#once(request, bytes, { "content-type": type });
    await body.dump();
  }

  async #once(request: Request, bytes: ByteStream | null, headers: Readonly<Record<string, string>> = {}) {
    const reply = await this.#reply(request, bytes, headers);
    const { statusCode, statusText, body } = reply;
    if (statusCode >= 200 && statusCode < 300) return body;
    const text = await body.text();
    // Nexus gives the reason beside the status, and no body.
    const said = text.trim()
      ? parseErrorBody(statusCode, text, String(reply.headers["content-type"] ?? "")).text
      : statusText;
    const words = this.#secrets.redact(said || parseErrorBody(statusCode, "").text);
    throw new NexusError(request, statusCode, { text: words, fields: [] });
  }

  async #reply({ method, path }: Request, bytes: ByteStream | null, headers: Readonly<Record<string, string>>) {
    let failed: unknown;
    // What breaks while it is read is that end's failure, not this one's.
    const watched = bytes && watching(bytes, (error) => (failed = error));
    try {
      return await this.#agent.request({
        origin: this.#origin,
        path: this.#context + path,
        method,
        headers: { ...this.#headers, ...headers },
        body: watched as Readable | null,
      });
    } catch (error) {
      throw failed ?? toConnectionError({ method, path }, this.#origin, error);
    }
  }
}

async function* watching(bytes: ByteStream, told: (error: unknown) => void): ByteStream {
  try {
    yield* bytes;
  } catch (error) {
    told(error);
    throw error;
  }
}

function placeOf(repository: string, path: string): string {
  const parts = path.split("/").filter(Boolean);
  return `/repository/${[repository, ...parts].map(encodeURIComponent).join("/")}`;
}
