/** Asks what a client asks, changing nothing, and tells what came. */
import { STATUS_CODES } from "node:http";
import { request } from "undici";
import type { Connection } from "../../../client/connection.ts";
import { classifyConnectionFailure } from "../../../client/connection-errors.ts";
import { type Credentials, toBasicAuthorization } from "../../../client/credentials.ts";
import { ConnectionError, NexusError, RegistryError } from "../../../client/errors.ts";
import { createDispatcher } from "../../../client/http-transport.ts";
import { RegistryClient } from "../../../client/registry-client.ts";
import { getHost } from "../../../client-config/image-reference.ts";
import type { Attempt, Operation } from "../../../clients/doctor/attempt.ts";
import type { ConnectionCheck, ContentLocation, ReplayResult } from "../../../clients/doctor/attempt-facts.ts";

/** How this command comes: who is asked about is told besides. */
export type ConnectionTrust = Pick<Connection, "ca" | "insecure">;

const patience = { timeout: 15, retry: { maxAttempts: 1, delay: 0 } };

/** Where clients go for it: with TLS, but where the registry is known to have none, or is nobody's and on this host. */
export function attemptAddress({ target }: Attempt, where: ContentLocation | undefined): string | undefined {
  if ("url" in target) return new URL(target.url).origin;
  const { host } = target.image;
  if (host === undefined) return undefined;
  const isPlain = where ? isPlainAt(host, where) : /^(localhost|127\.[\d.]+)(:\d+)?$/.test(host);
  return `${isPlain ? "http" : "https"}://${host}`;
}

/** A repository's name in the path is behind Nexus's own address; its registry has one of its own. */
function isPlainAt(host: string, { repository: { url, insecure } }: ContentLocation): boolean {
  return getHost(url) === host.toLowerCase() ? url.startsWith("http:") : insecure === true;
}

/** What is at an address, without credentials. */
export async function checkConnection(
  address: string,
  isImage: boolean,
  way: ConnectionTrust,
): Promise<ConnectionCheck> {
  const { host } = new URL(address);
  const client = new RegistryClient({ url: address, ...way, ...patience });
  try {
    if (!isImage) return { host, status: await requestHead(address, undefined, way) };
    const { status, version } = await client.ping();
    return { host, status, isRegistry: status === 401 || version !== undefined };
  } catch (error) {
    // A registry that is offline or forbids it is one all the same.
    if (error instanceof RegistryError)
      return { host, status: error.status, isRegistry: error.status === 403 || error.status >= 500 };
    const sign = classifyConnectionFailure(error instanceof ConnectionError ? error.cause : error);
    if (sign === undefined) return { host };
    return { host, failure: { symptom: sign, message: wordsOf(error) } };
  } finally {
    await client.close();
  }
}

/** What the user's own attempt gives, as far as asking changes nothing. */
export async function replayAttempt(
  { operation: deed, target }: Attempt,
  where: ContentLocation | undefined,
  address: string,
  credentials: Credentials | undefined,
  way: ConnectionTrust,
): Promise<ReplayResult | undefined> {
  if ("image" in target || deed === "login")
    return (
      where &&
      imageAnswer(deed, where, { address, image: "image" in target ? target.image.path : "" }, credentials, way)
    );
  if (deed !== "get") return undefined;
  const status = await requestHead(target.url, credentials, way).catch(() => undefined);
  if (status === undefined) return undefined;
  return { request: "HEAD", status, message: STATUS_CODES[status] ?? "", isComplete: status < 300 };
}

const asks: Readonly<Partial<Record<Operation, string>>> = {
  pull: "HEAD the manifest",
  push: "POST the beginning of an upload",
  delete: "GET /v2/",
  login: "GET /v2/",
};

async function imageAnswer(
  deed: Operation,
  { version = "latest" }: ContentLocation,
  { address, image }: { address: string; image: string },
  credentials: Credentials | undefined,
  way: ConnectionTrust,
): Promise<ReplayResult | undefined> {
  const asked = asks[deed] ?? "";
  const client = new RegistryClient({ url: address, ...credentials, ...way, ...patience });
  try {
    if (deed === "push") await client.checkUploadAllowed(image);
    else if (deed === "pull" && (await client.resolveDigest(image, version)) === undefined)
      return { request: asked, status: 404, message: "there is no such manifest", isComplete: false };
    else if (deed !== "pull" && !(await client.acceptsCredentials()))
      return { request: asked, status: 401, message: "it does not let the user in", isComplete: false };
    if (deed === "delete") return { request: asked, status: 200, message: "it lets the user in", isComplete: false };
    return { request: asked, status: deed === "push" ? 202 : 200, message: "it works", isComplete: true };
  } catch (error) {
    if (error instanceof NexusError)
      return { request: asked, status: error.status, message: error.details.text, isComplete: false };
    if (error instanceof ConnectionError) return { request: asked, message: error.message, isComplete: false };
    throw error;
  } finally {
    await client.close();
  }
}

/** HTTP's status of what is at a URL. */
export async function requestHead(
  url: string,
  credentials: Credentials | undefined,
  way: ConnectionTrust,
): Promise<number> {
  const agent = createDispatcher({ ...way, timeout: patience.timeout });
  try {
    const headers = credentials ? { authorization: toBasicAuthorization(credentials) } : {};
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
