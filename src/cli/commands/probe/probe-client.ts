/** Asks what a probe asks. */
import { lookup } from "node:dns/promises";
import { STATUS_CODES } from "node:http";
import { isIP } from "node:net";
import { connect, getCACertificates } from "node:tls";
import type { Dispatcher } from "undici";
import { describeConnectionFailure, toConnectionError } from "../../../client/connection-errors.ts";
import { toBasicAuthorization } from "../../../client/credentials.ts";
import { isHtmlPage, parseErrorBody } from "../../../client/error-body.ts";
import { NexusError } from "../../../client/errors.ts";
import { createDispatcher } from "../../../client/http-transport.ts";
import { Redactor } from "../../../client/redactor.ts";
import {
  type HttpProbeRequest,
  type ProbeRequest,
  type ProbeResponse,
  uniquePlaceholder,
} from "../../../clients/probe/probe-plan.ts";
import { type ProbeSettings, resolveCredentials, UnknownPassword } from "./probe-settings.ts";
import { RegistryQuestions } from "./registry-questions.ts";

/** One way to all that is probed; everything is closed with it. */
export class ProbeClient {
  readonly #means: ProbeSettings;
  readonly #agent: Dispatcher;
  readonly #secrets = new Redactor();
  readonly #registries: RegistryQuestions;

  constructor(means: ProbeSettings) {
    this.#means = means;
    this.#agent = createDispatcher({ ...means.connection, timeout: means.timeout });
    this.#registries = new RegistryQuestions(means);
    for (const password of [means.connection.password, ...Object.values(means.passwords)])
      this.#secrets.add(password ?? "");
  }

  async close(): Promise<void> {
    await Promise.all([this.#agent.destroy(), this.#registries.close()]);
  }

  /** What comes of a request, within the time that it has. */
  async ask(asked: ProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    // What it pushes it takes away: each of its steps has that time.
    if (asked.type === "image") return this.#answer(asked);
    const { timeout } = this.#means;
    const late = Promise.withResolvers<ProbeResponse>();
    const timer = setTimeout(
      () => late.resolve({ type: "error", message: `no answer within ${timeout} s` }),
      timeout * 1000,
    );
    try {
      return await Promise.race([late.promise, this.#answer(asked)]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #answer(asked: ProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    try {
      return await this.#asked(asked);
    } catch (error) {
      // What a registry answers well, and wrongly, is no answer of one.
      if (error instanceof NexusError && error.status >= 300) return refusal(error);
      const words = error instanceof Error ? error.message : String(error);
      return { type: "error", message: this.#secrets.redact(words) };
    }
  }

  async #asked(asked: ProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    switch (asked.type) {
      case "name":
        return addressesOf(asked.host);
      case "certificate":
        return certificateOf(asked.host, asked.port, this.#means);
      case "http":
        return this.#http(asked);
      case "registry":
        return this.#registries.answer(asked);
      case "content":
        return this.#registries.readContent(asked);
      case "image":
        return this.#registries.pushAndRemove(asked);
    }
  }

  async #http({ method, url, as, body }: HttpProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    const credentials = resolveCredentials(as, this.#means);
    if (credentials instanceof UnknownPassword) return credentials;
    const { origin, pathname, search } = new URL(url.replaceAll(uniquePlaceholder, this.#means.unique));
    const request = { method, path: pathname + search };
    const headers = {
      ...(body !== undefined && { "content-type": "text/plain" }),
      ...(credentials && { authorization: toBasicAuthorization(credentials) }),
    };
    try {
      const reply = await this.#agent.request({ origin, ...request, headers, body: body ?? null });
      const text = this.#secrets.redact((await reply.body.text()).slice(0, most));
      // Nexus often says why in the status line alone.
      const reason = reply.statusText === STATUS_CODES[reply.statusCode] ? "" : reply.statusText.trim();
      const type = String(reply.headers["content-type"] ?? "");
      const page = isHtmlPage(text, type);
      const title = page ? titleOf(text, reply.statusCode) : undefined;
      const told = reply.statusCode < 300 ? text.trim() : parseErrorBody(reply.statusCode, text, type).text;
      return { type: "status", status: reply.statusCode, message: reason || (title ?? told), ...(page && { page }) };
    } catch (error) {
      throw toConnectionError(request, origin, error);
    }
  }
}

/** Nexus's own pages for failures are called by their status. */
function titleOf(page: string, status: number): string {
  const title = /<title>([^<]*)/i.exec(page)?.[1]?.trim();
  const meaning = title?.startsWith(`${status} `) ? STATUS_CODES[status] : undefined;
  return meaning ?? `a page: ${title ?? "without a title"}`;
}

function refusal({ status, details: { text, notFromNexus: foreign } }: NexusError): ProbeResponse {
  return { type: "status", status, message: text, ...(foreign && { page: true }) };
}

/** Of what is answered, characters that are looked at. */
const most = 4000;

async function addressesOf(host: string): Promise<ProbeResponse> {
  try {
    const found = await lookup(host, { all: true });
    return { type: "addresses", addresses: found.map(({ address }) => address) };
  } catch (error) {
    return { type: "error", message: describeConnectionFailure(host, error) };
  }
}

/** The certificate that a server shows, whether or not it is trusted. */
function certificateOf(host: string, port: number, { connection, timeout }: ProbeSettings): Promise<ProbeResponse> {
  const { ca, insecure } = connection;
  const origin = `https://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const { promise, resolve } = Promise.withResolvers<ProbeResponse>();
  const socket = connect({
    host,
    port,
    ...(isIP(host) ? {} : { servername: host }),
    ...(ca && { ca: [...getCACertificates("default"), ca] }),
    // It is looked at also where it is not trusted; nothing is sent.
    rejectUnauthorized: false,
  });
  socket.once("secureConnect", () => {
    const { valid_to, issuer } = socket.getPeerCertificate();
    const days = Math.floor((Date.parse(valid_to) - Date.now()) / 86_400_000);
    const problem =
      socket.authorized || insecure
        ? undefined
        : describeConnectionFailure(origin, { code: socket.authorizationError });
    resolve({ type: "certificate", days, issuer: nameOf(issuer), ...(problem !== undefined && { problem }) });
    socket.destroy();
  });
  socket.setTimeout(timeout * 1000, () => socket.destroy());
  socket.once("error", (error) => resolve({ type: "error", message: describeConnectionFailure(origin, error) }));
  return promise;
}

function nameOf(issuer: { CN?: string | string[]; O?: string | string[] } | undefined): string {
  return String(issuer?.CN ?? issuer?.O ?? "nobody that it names");
}
