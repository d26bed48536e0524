import { type Dispatcher, request } from "undici";
import { parseJson } from "../../../../util/json.ts";
import { CommandError } from "../../../shared/failures.ts";
import { dispatcher, unreachable } from "../../../shared/http.ts";
import type { Platform } from "./platform.ts";

export interface PlatformResponse {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: unknown;
}

/** HTTP to a platform's API. */
export class PlatformApi {
  readonly #platform: Platform;
  readonly #dispatcher: Dispatcher;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#dispatcher = dispatcher(platform.ca);
  }

  async send(method: "GET" | "POST" | "PUT" | "PATCH", path: string, body?: unknown): Promise<PlatformResponse> {
    try {
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
      return { status: reply.statusCode, headers: reply.headers, body: parseJson(await reply.body.text()) };
    } catch (error) {
      const { name, api } = this.#platform;
      throw new CommandError(`${name} cannot be reached at ${api}: ${this.redact(unreachable(error))}`);
    }
  }

  /** The refusal in words: those of the platform, where it has any, and what can be done. */
  toRefusalError({ status, body }: PlatformResponse, what: string): CommandError {
    const { name, token, rights } = this.#platform;
    const said = saidIn(body);
    const advice =
      status === 401
        ? `it does not accept the token of ${token.requireVariable}`
        : status === 403 || status === 404
          ? `the token of ${token.requireVariable} needs ${rights}`
          : status >= 300 && status < 400
            ? "it sends elsewhere, where the token is not sent: the API's own address is needed"
            : "";
    const words = [said && `"${this.redact(said)}"`, advice].filter(Boolean).join("; ");
    return new CommandError(`${name} refused ${what}: ${status}${words ? `: ${words}` : ""}`);
  }

  /** Somebody else's words, in one short line, and without the token. */
  redact(text: string): string {
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

/** `{"message": "403 Forbidden"}`, `{"message": {"note": ["is too long"]}}`, `{"error": "insufficient_scope"}`. */
function saidIn(body: unknown): string {
  if (typeof body !== "object" || body === null) return "";
  const { message, error, errors } = body as Record<string, unknown>;
  return [message ?? error, errors]
    .filter((part) => part !== undefined)
    .map((part) => (typeof part === "string" ? part : JSON.stringify(part)))
    .join(" ");
}
