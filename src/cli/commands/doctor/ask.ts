/** Asks what a client asks, changing nothing, and tells what came. */
import { STATUS_CODES } from "node:http";
import { request } from "undici";
import { agentOf, troubleOf } from "../../../client/agent.ts";
import type { Connection } from "../../../client/connection.ts";
import { ConnectionError, NexusError, RegistryError } from "../../../client/errors.ts";
import { basic, type Credentials } from "../../../client/nexus.ts";
import { RegistryClient } from "../../../client/registry.ts";
import { hostOf } from "../../../client-config/references.ts";
import type { Attempt, Deed } from "../../../clients/doctor/attempt.ts";
import type { Answer, Where, Wire } from "../../../clients/doctor/facts.ts";

/** How this command comes: who is asked about is told besides. */
export type Way = Pick<Connection, "ca" | "insecure">;

const patience = { timeout: 15, attempts: { count: 1, delay: 0 } };

/** Where clients go for it: with TLS, but where the registry is known to have none, or is nobody's and on this host. */
export function addressOf({ target }: Attempt, where: Where | undefined): string | undefined {
  if ("url" in target) return new URL(target.url).origin;
  const { host } = target.image;
  if (host === undefined) return undefined;
  const isPlain = where ? isPlainAt(host, where) : /^(localhost|127\.[\d.]+)(:\d+)?$/.test(host);
  return `${isPlain ? "http" : "https"}://${host}`;
}

/** A repository's name in the path is behind Nexus's own address; its registry has one of its own. */
function isPlainAt(host: string, { repository: { url, insecure } }: Where): boolean {
  return hostOf(url) === host.toLowerCase() ? url.startsWith("http:") : insecure === true;
}

/** What is at an address, without credentials. */
export async function wireAt(address: string, isImage: boolean, way: Way): Promise<Wire> {
  const { host } = new URL(address);
  const client = new RegistryClient({ url: address, ...way, ...patience });
  try {
    if (!isImage) return { host, status: await head(address, undefined, way) };
    const { status, version } = await client.ping();
    return { host, status, isRegistry: status === 401 || version !== undefined };
  } catch (error) {
    // A registry that is offline or forbids it is one all the same.
    if (error instanceof RegistryError)
      return { host, status: error.status, isRegistry: error.status === 403 || error.status >= 500 };
    const sign = troubleOf(error instanceof ConnectionError ? error.cause : error);
    if (sign === undefined) return { host };
    return { host, problem: { sign, words: wordsOf(error) } };
  } finally {
    await client.close();
  }
}

/** What the user's own attempt gives, as far as asking changes nothing. */
export async function answerTo(
  { deed, target }: Attempt,
  where: Where | undefined,
  address: string,
  credentials: Credentials | undefined,
  way: Way,
): Promise<Answer | undefined> {
  if ("image" in target || deed === "login")
    return (
      where &&
      imageAnswer(deed, where, { address, image: "image" in target ? target.image.path : "" }, credentials, way)
    );
  if (deed !== "get") return undefined;
  const status = await head(target.url, credentials, way).catch(() => undefined);
  if (status === undefined) return undefined;
  return { asked: "HEAD", status, words: STATUS_CODES[status] ?? "", isAll: status < 300 };
}

const asks: Readonly<Partial<Record<Deed, string>>> = {
  pull: "HEAD the manifest",
  push: "POST the beginning of an upload",
  delete: "GET /v2/",
  login: "GET /v2/",
};

async function imageAnswer(
  deed: Deed,
  { version = "latest" }: Where,
  { address, image }: { address: string; image: string },
  credentials: Credentials | undefined,
  way: Way,
): Promise<Answer | undefined> {
  const asked = asks[deed] ?? "";
  const client = new RegistryClient({ url: address, ...credentials, ...way, ...patience });
  try {
    if (deed === "push") await client.offerUpload(image);
    else if (deed === "pull" && (await client.digest(image, version)) === undefined)
      return { asked, status: 404, words: "there is no such manifest", isAll: false };
    else if (deed !== "pull" && !(await client.accepts()))
      return { asked, status: 401, words: "it does not let the user in", isAll: false };
    if (deed === "delete") return { asked, status: 200, words: "it lets the user in", isAll: false };
    return { asked, status: deed === "push" ? 202 : 200, words: "it works", isAll: true };
  } catch (error) {
    if (error instanceof NexusError) return { asked, status: error.status, words: error.words.text, isAll: false };
    if (error instanceof ConnectionError) return { asked, words: error.message, isAll: false };
    throw error;
  } finally {
    await client.close();
  }
}

/** HTTP's status of what is at a URL. */
export async function head(url: string, credentials: Credentials | undefined, way: Way): Promise<number> {
  const agent = agentOf({ ...way, timeout: patience.timeout });
  try {
    const headers = credentials ? { authorization: `Basic ${basic(credentials)}` } : {};
    const { statusCode, body } = await request(url, { method: "HEAD", headers, dispatcher: agent });
    await body.dump();
    return statusCode;
  } finally {
    await agent.close();
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
