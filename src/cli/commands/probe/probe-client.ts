/** Sends the requests of a probe. */
import { lookup } from "node:dns/promises";
import { STATUS_CODES } from "node:http";
import { isIP } from "node:net";
import { connect } from "node:tls";
import { describeConnectionFailure } from "../../../client/connection-errors.ts";
import { isHtmlPage, parseErrorBody } from "../../../client/error-body.ts";
import { NexusError } from "../../../client/errors.ts";
import { HttpTransport } from "../../../client/http-transport.ts";
import { createTlsOptions, findClientCertificate } from "../../../client/tls.ts";
import {
  type HttpProbeRequest,
  type ProbeRequest,
  type ProbeResponse,
  uniquePlaceholder,
} from "../../../clients/probe/probe-plan.ts";
import { type ProbeSettings, resolveCredentials, UnknownPassword } from "./probe-settings.ts";
import { RegistryQuestions } from "./registry-questions.ts";

/** Sends the requests of a probe and owns all connections. Close it at the end. */
export class ProbeClient {
  readonly #settings: ProbeSettings;
  readonly #transport: HttpTransport;
  readonly #registries: RegistryQuestions;

  constructor(settings: ProbeSettings) {
    this.#settings = settings;
    this.#transport = new HttpTransport({ ...settings.connection, timeout: settings.timeout });
    this.#registries = new RegistryQuestions(settings);
    const { credentials, password = "" } = settings.connection;
    if (credentials) this.#transport.redactor.addCredentials(credentials);
    for (const text of [password, ...Object.values(settings.passwords)]) this.#transport.redactor.add(text);
  }

  async close(): Promise<void> {
    await Promise.all([this.#transport.destroy(), this.#registries.close()]);
  }

  /** Sends a request and returns the response, or an error after the timeout. */
  async send(request: ProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    // A pushed image must be removed again: the timeout applies to each of these steps, not to the whole.
    if (request.type === "image") return this.#sendSafely(request);
    const { timeout } = this.#settings;
    const timeoutError = Promise.withResolvers<ProbeResponse>();
    const timer = setTimeout(
      () => timeoutError.resolve({ type: "error", message: `no response within ${timeout} s` }),
      timeout * 1000,
    );
    try {
      return await Promise.race([timeoutError.promise, this.#sendSafely(request)]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #sendSafely(request: ProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    try {
      return await this.#dispatch(request);
    } catch (error) {
      // A success status with a wrong body is not the response of a registry, so it is an error.
      if (error instanceof NexusError && error.status >= 300) return toRefusal(error);
      const message = error instanceof Error ? error.message : String(error);
      return { type: "error", message: this.#transport.redactor.redact(message) };
    }
  }

  async #dispatch(request: ProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    switch (request.type) {
      case "name":
        return resolveName(request.host);
      case "certificate":
        return readCertificate(request.host, request.port, this.#settings);
      case "http":
        return this.#http(request);
      case "registry":
        return this.#registries.send(request);
      case "content":
        return this.#registries.readContent(request);
      case "image":
        return this.#registries.pushAndRemove(request);
    }
  }

  async #http({ method, url, as, body }: HttpProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    const credentials = resolveCredentials(as, this.#settings);
    if (credentials instanceof UnknownPassword) return credentials;
    const { origin, pathname, search } = new URL(url.replaceAll(uniquePlaceholder, this.#settings.unique));
    const { status, statusText, contentType, ...response } = await this.#transport.exchange({
      method,
      origin,
      path: pathname + search,
      headers: { ...(body !== undefined && { "content-type": "text/plain" }) },
      body: body ?? null,
      authorization: credentials,
    });
    const text = this.#transport.redactor.redact(response.text.slice(0, maximumBodyLength));
    // Nexus often gives the reason only in the status line.
    const reason = statusText === STATUS_CODES[status] ? "" : statusText.trim();
    const page = isHtmlPage(text, contentType);
    const title = page ? titleOf(text, status) : undefined;
    const bodyMessage = status < 300 ? text.trim() : parseErrorBody(status, text, contentType).text;
    return { type: "status", status, message: reason || (title ?? bodyMessage), ...(page && { page }) };
  }
}

/** Returns the title of an HTML page. The titles of Nexus's own error pages begin with the status. */
function titleOf(page: string, status: number): string {
  const title = /<title>([^<]*)/i.exec(page)?.[1]?.trim();
  const meaning = title?.startsWith(`${status} `) ? STATUS_CODES[status] : undefined;
  return meaning ?? `HTML page: ${title ?? "no title"}`;
}

function toRefusal({ status, details: { text, notFromNexus: foreign } }: NexusError): ProbeResponse {
  return { type: "status", status, message: text, ...(foreign && { page: true }) };
}

/** The number of characters of a response body that are read. */
const maximumBodyLength = 4000;

async function resolveName(host: string): Promise<ProbeResponse> {
  try {
    const addresses = await lookup(host, { all: true });
    return { type: "addresses", addresses: addresses.map(({ address }) => address) };
  } catch (error) {
    return { type: "error", message: describeConnectionFailure(host, error) };
  }
}

/** Returns the certificate of a server, trusted or not. */
function readCertificate(host: string, port: number, { connection, timeout }: ProbeSettings): Promise<ProbeResponse> {
  const origin = `https://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const { promise, resolve } = Promise.withResolvers<ProbeResponse>();
  const socket = connect({
    host,
    port,
    ...(isIP(host) ? {} : { servername: host }),
    ...createTlsOptions(connection, findClientCertificate(connection, origin)),
    // An untrusted certificate is read too; nothing is sent.
    rejectUnauthorized: false,
  });
  socket.once("secureConnect", () => {
    const { valid_to, issuer } = socket.getPeerCertificate();
    const days = Math.floor((Date.parse(valid_to) - Date.now()) / 86_400_000);
    const problem =
      socket.authorized || connection.insecure
        ? undefined
        : describeConnectionFailure(origin, { code: socket.authorizationError });
    resolve({ type: "certificate", days, issuer: issuerName(issuer), ...(problem !== undefined && { problem }) });
    socket.destroy();
  });
  socket.setTimeout(timeout * 1000, () => socket.destroy());
  socket.once("error", (error) => resolve({ type: "error", message: describeConnectionFailure(origin, error) }));
  return promise;
}

function issuerName(issuer: { CN?: string | string[]; O?: string | string[] } | undefined): string {
  return String(issuer?.CN ?? issuer?.O ?? "unknown issuer");
}
