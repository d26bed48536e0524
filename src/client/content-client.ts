import { createHash } from "node:crypto";
import type { Connection } from "./connection.ts";
import { type BoundCredentials, getCredentials } from "./credentials.ts";
import { parseErrorBody, withLogin } from "./error-body.ts";
import { ConnectionError, NexusError } from "./errors.ts";
import { getContentType, HttpTransport, type TransportRequest, type TransportResponse } from "./http-transport.ts";
import { encodeMultipart, type FormPart } from "./multipart.ts";
import { parseRetryAfter } from "./retry.ts";

/** The bytes of a file, chunk by chunk. */
export type ByteStream = AsyncIterable<Uint8Array>;

interface ContentRequest {
  method: "GET" | "HEAD" | "PUT" | "POST";
  /** Below the address of Nexus, percent-encoded. */
  path: string;
}

/**
 * Reads and writes files of repositories (every format except docker), as one user. Files are streamed, never held in
 * memory.
 *
 * @example
 * const content = new ContentClient({ url: "https://nexus.example", username: "ci", password });
 * for await (const chunk of await content.download("raw-dev", "tools/a.tgz")) file.write(chunk);
 * await content.close();
 */
export class ContentClient {
  readonly #transport: HttpTransport;
  readonly #credentials: BoundCredentials | undefined;

  constructor(connection: Connection) {
    this.#transport = new HttpTransport(connection);
    this.#credentials = getCredentials(connection);
    if (this.#credentials) this.#transport.redactor.addCredentials(this.#credentials);
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  /** Returns true if a file exists. */
  async exists(repository: string, path: string): Promise<boolean> {
    const body = await this.#readIfPresent({ method: "HEAD", path: toContentPath(repository, path) });
    await body?.dump();
    return body !== undefined;
  }

  /**
   * Downloads a file.
   *
   * @throws NexusError with status 404 if it does not exist
   */
  async download(repository: string, path: string): Promise<ByteStream> {
    const request: ContentRequest = { method: "GET", path: toContentPath(repository, path) };
    return this.#stream(request, await this.#read(request));
  }

  /** Computes the hash of a file from its content, in hexadecimal. Returns undefined if the file does not exist. */
  async computeHash(repository: string, path: string, algorithm: string): Promise<string | undefined> {
    const request: ContentRequest = { method: "GET", path: toContentPath(repository, path) };
    const body = await this.#readIfPresent(request);
    if (!body) return undefined;
    const hash = createHash(algorithm);
    for await (const chunk of this.#stream(request, body)) hash.update(chunk);
    return hash.digest("hex");
  }

  /** Uploads a file to its path. Not repeated on failure, as the stream cannot be read twice. */
  async upload(repository: string, path: string, bytes: ByteStream): Promise<void> {
    const request: ContentRequest = { method: "PUT", path: toContentPath(repository, path) };
    await this.#write(request, bytes, "application/octet-stream");
  }

  /** Uploads a component by Nexus's components API, with its field names such as `npm.asset`. Not repeated on failure. */
  async publishComponent(repository: string, parts: readonly FormPart[]): Promise<void> {
    const query = new URLSearchParams({ repository });
    const { type, bytes } = encodeMultipart(parts);
    await this.#write({ method: "POST", path: `/service/rest/v1/components?${query}` }, bytes, type);
  }

  async *#stream(request: ContentRequest, body: ByteStream): ByteStream {
    try {
      yield* body;
    } catch (error) {
      throw this.#transport.toConnectionError(request, error);
    }
  }

  async #readIfPresent(request: ContentRequest) {
    try {
      return await this.#read(request);
    } catch (error) {
      if (error instanceof NexusError && error.status === 404) return undefined;
      throw error;
    }
  }

  #read(request: ContentRequest): Promise<TransportResponse["body"]> {
    return this.#transport.repeat(false, () => this.#send(request));
  }

  async #write(request: ContentRequest, bytes: ByteStream, type: string): Promise<void> {
    let uploadError: unknown;
    // An error while the source is read is the error of the source, not of this connection.
    const body = onError(bytes, (error) => (uploadError = error));
    try {
      const response = await this.#send({ ...request, headers: { "content-type": type }, body });
      await response.dump();
    } catch (error) {
      throw error instanceof ConnectionError ? (uploadError ?? error) : error;
    }
  }

  async #send(request: TransportRequest): Promise<TransportResponse["body"]> {
    const response = await this.#transport.send({ ...request, authorization: this.#credentials });
    const { statusCode: status, statusText, body } = response;
    if (status >= 200 && status < 300) return body;
    const text = await this.#transport.readText(request, response);
    // Nexus gives the reason in the status line and no body.
    const reason = text.trim() ? parseErrorBody(status, text, getContentType(response)).text : statusText;
    const message = this.#transport.redactor.redact(reason || parseErrorBody(status, "").text);
    const { origin, contextPath } = this.#transport;
    const details = withLogin({ text: message, fields: [] }, status, this.#credentials?.username, origin + contextPath);
    throw new NexusError(request, status, { ...details, retryAfter: parseRetryAfter(response.headers) });
  }
}

async function* onError(bytes: ByteStream, report: (error: unknown) => void): ByteStream {
  try {
    yield* bytes;
  } catch (error) {
    report(error);
    throw error;
  }
}

function toContentPath(repository: string, path: string): string {
  const parts = path.split("/").filter(Boolean);
  return `/repository/${[repository, ...parts].map(encodeURIComponent).join("/")}`;
}
