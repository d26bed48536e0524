/** Asks what a probe asks. */
import { lookup } from "node:dns/promises";
import { STATUS_CODES } from "node:http";
import { isIP } from "node:net";
import { connect, getCACertificates } from "node:tls";
import type { Agent } from "undici";
import { agentOf, broken, whyBroken } from "../../../client/agent.ts";
import type { Connection } from "../../../client/connection.ts";
import { NexusError } from "../../../client/errors.ts";
import { basic, type Credentials } from "../../../client/nexus.ts";
import { Secrets } from "../../../client/secrets.ts";
import { isPage, wordsOf } from "../../../client/words.ts";
import {
  type HttpRequest,
  type ProbeIdentity,
  type ProbeRequest,
  type ProbeResponse,
  uniquePlaceholder,
} from "../../../clients/probe/probe-plan.ts";
import type { Passwords } from "../../shared/passwords.ts";
import { Registries } from "./registries.ts";

/** What one needs to ask. */
export interface Means {
  /** What the stack itself comes as, and which certificates it trusts. */
  connection: Pick<Connection, "username" | "password" | "ca" | "insecure">;
  /** Of the users that are checked. */
  passwords: Passwords;
  /** Seconds for each question. */
  timeout: number;
  /** Makes names that nobody else has. */
  unique: string;
}

/** Nobody knows the password that a question needs. */
export class Unknown {
  readonly reason: string;

  constructor(asker: ProbeIdentity) {
    const whose = typeof asker === "object" ? asker.user : "the stack's own user";
    this.reason = `the password of ${whose} is not known`;
  }
}

/** One way to all that is probed; everything is closed with it. */
export class Reach {
  readonly #means: Means;
  readonly #agent: Agent;
  readonly #secrets = new Secrets();
  readonly #registries: Registries;

  constructor(means: Means) {
    this.#means = means;
    this.#agent = agentOf({ ...means.connection, timeout: means.timeout });
    this.#registries = new Registries(means);
    for (const password of [means.connection.password, ...Object.values(means.passwords)])
      this.#secrets.hide(password ?? "");
  }

  async close(): Promise<void> {
    await Promise.all([this.#agent.destroy(), this.#registries.close()]);
  }

  /** What comes of a question, within the time that it has. */
  async ask(asked: ProbeRequest): Promise<ProbeResponse | Unknown> {
    // What it pushes it takes away: each of its steps has that time.
    if (asked.by === "image") return this.#answer(asked);
    const { timeout } = this.#means;
    const late = Promise.withResolvers<ProbeResponse>();
    const timer = setTimeout(
      () => late.resolve({ is: "trouble", words: `no answer within ${timeout} s` }),
      timeout * 1000,
    );
    try {
      return await Promise.race([late.promise, this.#answer(asked)]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #answer(asked: ProbeRequest): Promise<ProbeResponse | Unknown> {
    try {
      return await this.#asked(asked);
    } catch (error) {
      // What a registry answers well, and wrongly, is no answer of one.
      if (error instanceof NexusError && error.status >= 300) return refusal(error);
      const words = error instanceof Error ? error.message : String(error);
      return { is: "trouble", words: this.#secrets.masked(words) };
    }
  }

  async #asked(asked: ProbeRequest): Promise<ProbeResponse | Unknown> {
    switch (asked.by) {
      case "name":
        return addressesOf(asked.host);
      case "certificate":
        return certificateOf(asked.host, asked.port, this.#means);
      case "http":
        return this.#http(asked);
      case "registry":
        return this.#registries.asked(asked);
      case "content":
        return this.#registries.content(asked);
      case "image":
        return this.#registries.pushed(asked);
    }
  }

  async #http({ method, url, as, body }: HttpRequest): Promise<ProbeResponse | Unknown> {
    const credentials = credentialsOf(as, this.#means);
    if (credentials instanceof Unknown) return credentials;
    const { origin, pathname, search } = new URL(url.replaceAll(uniquePlaceholder, this.#means.unique));
    const request = { method, path: pathname + search };
    const headers = {
      ...(body !== undefined && { "content-type": "text/plain" }),
      ...(credentials && { authorization: `Basic ${basic(credentials)}` }),
    };
    try {
      const reply = await this.#agent.request({ origin, ...request, headers, body: body ?? null });
      const text = this.#secrets.masked((await reply.body.text()).slice(0, most));
      // Nexus often says why in the status line alone.
      const reason = reply.statusText === STATUS_CODES[reply.statusCode] ? "" : reply.statusText.trim();
      const type = String(reply.headers["content-type"] ?? "");
      const page = isPage(text, type);
      const title = page ? titleOf(text, reply.statusCode) : undefined;
      const told = reply.statusCode < 300 ? text.trim() : wordsOf(reply.statusCode, text, type).text;
      return { is: "status", status: reply.statusCode, message: reason || (title ?? told), ...(page && { page }) };
    } catch (error) {
      throw broken(request, origin, error);
    }
  }
}

/** Nexus's own pages for failures are called by their status. */
function titleOf(page: string, status: number): string {
  const title = /<title>([^<]*)/i.exec(page)?.[1]?.trim();
  const meaning = title?.startsWith(`${status} `) ? STATUS_CODES[status] : undefined;
  return meaning ?? `a page: ${title ?? "without a title"}`;
}

function refusal({ status, words: { text, foreign } }: NexusError): ProbeResponse {
  return { is: "status", status, message: text, ...(foreign && { page: true }) };
}

/** Of what is answered, characters that are looked at. */
const most = 4000;

/** What an asker comes with: nothing, or the credentials, if they are known. */
export function credentialsOf(
  asker: ProbeIdentity,
  { connection, passwords }: Means,
): Credentials | undefined | Unknown {
  if (asker === "nobody") return undefined;
  if (asker === "stack") {
    const { username, password } = connection;
    return username === undefined || password === undefined ? new Unknown(asker) : { username, password };
  }
  const password = Object.hasOwn(passwords, asker.user) ? passwords[asker.user] : undefined;
  return password === undefined ? new Unknown(asker) : { username: asker.user, password };
}

async function addressesOf(host: string): Promise<ProbeResponse> {
  try {
    const found = await lookup(host, { all: true });
    return { is: "addresses", addresses: found.map(({ address }) => address) };
  } catch (error) {
    return { is: "trouble", words: whyBroken(host, error) };
  }
}

/** The certificate that a server shows, whether or not it is trusted. */
function certificateOf(host: string, port: number, { connection, timeout }: Means): Promise<ProbeResponse> {
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
    const problem = socket.authorized || insecure ? undefined : whyBroken(origin, { code: socket.authorizationError });
    resolve({ is: "certificate", days, issuer: nameOf(issuer), ...(problem !== undefined && { problem }) });
    socket.destroy();
  });
  socket.setTimeout(timeout * 1000, () => socket.destroy());
  socket.once("error", (error) => resolve({ is: "trouble", words: whyBroken(origin, error) }));
  return promise;
}

function nameOf(issuer: { CN?: string | string[]; O?: string | string[] } | undefined): string {
  return String(issuer?.CN ?? issuer?.O ?? "nobody that it names");
}
