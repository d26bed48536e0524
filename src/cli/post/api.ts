import { getCACertificates } from "node:tls";
import { type Dispatcher, EnvHttpProxyAgent, interceptors, request } from "undici";
import { type Platform, PostError } from "./platform.ts";

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: unknown;
}

const patience = 30_000;

/** HTTP to a platform's API, through the proxy that the environment names, if any. */
export class Api {
  readonly #platform: Platform;
  readonly #dispatcher: Dispatcher;

  constructor(platform: Platform) {
    this.#platform = platform;
    const tls = { ...(platform.ca && { ca: [...getCACertificates("default"), platform.ca] }) };
    const agent = new EnvHttpProxyAgent({
      connect: tls,
      requestTls: tls,
      headersTimeout: patience,
      bodyTimeout: patience,
    });
    // What may be said again is; a note that may have been made is not made twice.
    this.#dispatcher = agent.compose(interceptors.retry({ maxRetries: 3, minTimeout: 300, throwOnError: false }));
  }

  async send(method: "GET" | "POST" | "PUT" | "PATCH", path: string, body?: unknown): Promise<Answer> {
    try {
      // Redirects are not followed: the token is for nobody else.
      const reply = await request(this.#platform.api + path, {
        method,
        dispatcher: this.#dispatcher,
        headers: {
          accept: "application/json",
          "user-agent": "nexus-iac",
          ...(body !== undefined && { "content-type": "application/json" }),
          ...this.#platform.headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: reply.statusCode, headers: reply.headers, body: parsed(await reply.body.text()) };
    } catch (error) {
      const { name, api } = this.#platform;
      throw new PostError(`${name} cannot be reached at ${api}: ${this.plain(wordsOf(error))}`);
    }
  }

  /** The refusal in words: those of the platform, where it has any, and what can be done. */
  refusal({ status, body }: Answer, what: string): PostError {
    const { name, token, rights } = this.#platform;
    const said = saidIn(body);
    const advice =
      status === 401
        ? `it does not accept the token of ${token.variable}`
        : status === 403 || status === 404
          ? `the token of ${token.variable} needs ${rights}`
          : status >= 300 && status < 400
            ? "it sends elsewhere, where the token is not sent: the API's own address is needed"
            : "";
    const words = [said && `"${this.plain(said)}"`, advice].filter(Boolean).join("; ");
    return new PostError(`${name} refused ${what}: ${status}${words ? `: ${words}` : ""}`);
  }

  /** Somebody else's words, in one short line, and without the token. */
  plain(text: string): string {
    const line = text
      .replaceAll(this.#platform.token.secret, "***")
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
      .trim();
    return line.length > 300 ? `${line.slice(0, 299)}…` : line;
  }

  close(): Promise<void> {
    return this.#dispatcher.close();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A page of a proxy: of no use to anybody, and it may hold anything.
  }
}

/** `{"message": "403 Forbidden"}`, `{"message": {"note": ["is too long"]}}`, `{"error": "insufficient_scope"}`. */
function saidIn(body: unknown): string {
  if (typeof body !== "object" || body === null) return "";
  const { message, error, errors } = body as Record<string, unknown>;
  return [message ?? error, errors]
    .filter((part) => part !== undefined)
    .map((part) => (typeof part === "string" ? part : JSON.stringify(part)))
    .join(" ");
}

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join(", ");
  return error instanceof Error ? error.message : String(error);
}
