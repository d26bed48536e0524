/** Repeats the request of a client as far as that changes nothing. */
import { STATUS_CODES } from "node:http";
import { classifyConnectionFailure } from "../../../client/connection-errors.ts";
import { type BoundCredentials, UntrustedOriginError } from "../../../client/credentials.ts";
import { ConnectionError, NexusError, RegistryError } from "../../../client/errors.ts";
import { HttpTransport } from "../../../client/http-transport.ts";
import { RegistryClient } from "../../../client/registry-client.ts";
import type { ConnectionTrust } from "../../../client/tls.ts";
import { getHost } from "../../../client-config/image-reference.ts";
import type { Attempt, Operation } from "../../../clients/doctor/attempt.ts";
import type { ConnectionCheck, ContentLocation, ReplayResult } from "../../../clients/doctor/attempt-facts.ts";

const limits = { timeout: 15, retry: { retryFor: 0 } };

/**
 * Returns the address that clients use: https, but http for a registry that is known to have no TLS, and for an unknown
 * registry on this host. Returns undefined for an image without a registry.
 */
export function attemptAddress({ target }: Attempt, location: ContentLocation | undefined): string | undefined {
  if ("url" in target) return new URL(target.url).origin;
  const { host } = target.image;
  if (host === undefined) return undefined;
  const isPlain = location ? isPlainAt(host, location) : /^(localhost|127\.[\d.]+)(:\d+)?$/.test(host);
  return `${isPlain ? "http" : "https"}://${host}`;
}

/** With path-based routing the registry has Nexus's own address; a connector has an address of its own. */
function isPlainAt(host: string, { repository: { url, insecure } }: ContentLocation): boolean {
  return getHost(url) === host.toLowerCase() ? url.startsWith("http:") : insecure === true;
}

/** Checks without credentials whether an address answers, and whether it is a registry. */
export async function checkConnection(
  address: string,
  isImage: boolean,
  trust: ConnectionTrust,
): Promise<ConnectionCheck> {
  const { host } = new URL(address);
  const client = new RegistryClient({ url: address, ...trust, ...limits });
  try {
    if (!isImage) return { host, status: await requestHead(address, undefined, trust) };
    const { status, version } = await client.ping();
    return { host, status, isRegistry: status === 401 || version !== undefined };
  } catch (error) {
    // A registry that is offline or forbids the request is still a registry.
    if (error instanceof RegistryError)
      return { host, status: error.status, isRegistry: error.status === 403 || error.status >= 500 };
    const sign = classifyConnectionFailure(error instanceof ConnectionError ? error.cause : error);
    if (sign === undefined) return { host };
    return { host, failure: { symptom: sign, message: errorMessage(error) } };
  } finally {
    await client.close();
  }
}

/**
 * Repeats the request with the user's credentials. Uploads are only started, deletions only log in.
 *
 * @throws UntrustedOriginError if the credentials do not belong to the server
 */
export async function replayAttempt(
  { operation, target }: Attempt,
  location: ContentLocation | undefined,
  address: string,
  credentials: BoundCredentials | undefined,
  trust: ConnectionTrust,
): Promise<ReplayResult | undefined> {
  if ("image" in target || operation === "login")
    return (
      location &&
      replayImageRequest(
        operation,
        location,
        { address, image: "image" in target ? target.image.path : "" },
        credentials,
        trust,
      )
    );
  if (operation !== "get") return undefined;
  const status = await requestHead(target.url, credentials, trust).catch((error) => {
    if (error instanceof UntrustedOriginError) throw error;
  });
  if (status === undefined) return undefined;
  return { request: "HEAD", status, message: STATUS_CODES[status] ?? "", isComplete: status < 300 };
}

const requests: Readonly<Partial<Record<Operation, string>>> = {
  pull: "HEAD the manifest",
  push: "POST to start an upload",
  delete: "GET /v2/",
  login: "GET /v2/",
};

async function replayImageRequest(
  operation: Operation,
  { version = "latest" }: ContentLocation,
  { address, image }: { address: string; image: string },
  credentials: BoundCredentials | undefined,
  trust: ConnectionTrust,
): Promise<ReplayResult | undefined> {
  const sent = requests[operation] ?? "";
  const client = new RegistryClient({ url: address, ...(credentials && { credentials }), ...trust, ...limits });
  try {
    if (operation === "push") await client.checkUploadAllowed(image);
    else if (operation === "pull" && (await client.resolveDigest(image, version)) === undefined)
      return { request: sent, status: 404, message: "the manifest does not exist", isComplete: false };
    else if (operation !== "pull" && !(await client.acceptsCredentials()))
      return { request: sent, status: 401, message: "the user cannot log in", isComplete: false };
    if (operation === "delete")
      return { request: sent, status: 200, message: "the user can log in", isComplete: false };
    return { request: sent, status: operation === "push" ? 202 : 200, message: "it works", isComplete: true };
  } catch (error) {
    if (error instanceof NexusError)
      return { request: sent, status: error.status, message: error.details.text, isComplete: false };
    if (error instanceof ConnectionError) return { request: sent, message: error.message, isComplete: false };
    throw error;
  } finally {
    await client.close();
  }
}

/** Sends HEAD to a URL and returns the HTTP status. */
export async function requestHead(
  url: string,
  credentials: BoundCredentials | undefined,
  trust: ConnectionTrust,
): Promise<number> {
  const transport = new HttpTransport({ ...trust, timeout: limits.timeout });
  try {
    const { origin, pathname, search } = new URL(url);
    return (await transport.exchange({ method: "HEAD", origin, path: pathname + search, authorization: credentials }))
      .status;
  } finally {
    await transport.close();
  }
}

function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
