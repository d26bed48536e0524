import { Redactor } from "../../../../client/redactor.ts";
import { parseJson } from "../../../../util/json.ts";
import { CommandError } from "../../../shared/command-error.ts";
import { describeUnreachable, ServiceClient } from "../../../shared/service-client.ts";
import type { Platform } from "./platform.ts";

/** Represents a response with its parsed JSON body. */
export interface PlatformResponse {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: unknown;
}

/** Sends requests to the API of GitLab or GitHub. */
export class PlatformApi {
  readonly #platform: Platform;
  readonly #client: ServiceClient;
  readonly #redactor = new Redactor();

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#client = new ServiceClient(platform.api, platform.ca);
    this.#redactor.add(platform.token.secret);
  }

  /**
   * Sends a request.
   *
   * @throws CommandError if the platform cannot be reached
   */
  async send(method: "GET" | "POST" | "PUT" | "PATCH", path: string, body?: unknown): Promise<PlatformResponse> {
    try {
      const { status, headers, text } = await this.#client.send({
        method,
        path,
        authorization: this.#platform.authorization,
        headers: {
          accept: "application/json",
          ...(body !== undefined && { "content-type": "application/json" }),
          ...this.#platform.headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status, headers, body: parseJson(text) };
    } catch (error) {
      const { name, api } = this.#platform;
      throw new CommandError(`Cannot reach ${name} at ${api}: ${this.redact(describeUnreachable(error))}`);
    }
  }

  /** Returns the error for a refused request, with the message of the platform and advice. */
  toRefusalError({ status, body }: PlatformResponse, action: string): CommandError {
    const { name, token, rights } = this.#platform;
    const message = messageIn(body);
    const advice =
      status === 401
        ? `The token in ${token.variable} is not accepted`
        : status === 403 || status === 404
          ? `The token in ${token.variable} needs ${rights}`
          : status >= 300 && status < 400
            ? "It redirects, and the token is not sent to another address. Use the final address of the API"
            : "";
    const details = [message && `"${this.redact(message)}"`, advice].filter(Boolean).join(". ");
    return new CommandError(`${name} refused ${action}: ${status}${details ? `: ${details}` : ""}`);
  }

  /** Returns a text of the platform on one line of at most 300 characters, with the token masked. */
  redact(text: string): string {
    const line = this.#redactor
      .redact(text)
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
      .trim();
    return line.length > 300 ? `${line.slice(0, 299)}…` : line;
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** Returns the message of an error response: `{"message": "403 Forbidden"}`, `{"message": {"note": ["is too long"]}}`, `{"error": "insufficient_scope"}`. */
function messageIn(body: unknown): string {
  if (typeof body !== "object" || body === null) return "";
  const { message, error, errors } = body as Record<string, unknown>;
  return [message ?? error, errors]
    .filter((part) => part !== undefined)
    .map((part) => (typeof part === "string" ? part : JSON.stringify(part)))
    .join(" ");
}
