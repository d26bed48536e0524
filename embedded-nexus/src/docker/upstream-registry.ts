import type { UpstreamClient } from "../content/upstream-client.ts";
import { isObject, type JsonObject } from "../json.ts";
import { MANIFEST_TYPES, MAX_MANIFEST_BYTES } from "./manifest.ts";
import { isDigest, parseImagePath } from "./registry-path.ts";

/**
 * Requests a manifest or a blob for a proxy.
 *
 * @param stored the digest that the proxy has; only compared with the upstream's by a HEAD, 304 where it is current
 */
export async function requestContent(
  client: UpstreamClient,
  path: string,
  stored: string | undefined,
): Promise<Response | undefined> {
  const { kind, reference } = parseImagePath(path);
  if (stored !== undefined) {
    const head = await requestRegistry(client, path, "HEAD", MANIFEST_TYPES);
    if (!head?.ok) return head;
    // Content by digest cannot have changed.
    const isCurrent = isDigest(reference) || head.headers.get("docker-content-digest") === stored;
    if (isCurrent) return new Response(null, { status: 304 });
  }
  if (kind === "blobs") return requestRegistry(client, path, "GET");
  const response = await requestRegistry(client, path, "GET", MANIFEST_TYPES);
  if (!response?.ok || !response.body) return response;
  const { status, headers } = response;
  return new Response(ReadableStream.from(limitSize(MAX_MANIFEST_BYTES, response.body)), { status, headers });
}

/** Requests an upstream registry; with a token if its challenge asks for one, got with the proxy's credentials. */
export async function requestRegistry(
  client: UpstreamClient,
  path: string,
  method: "GET" | "HEAD",
  accept: readonly string[] = [],
): Promise<Response | undefined> {
  const headers: Record<string, string> = accept.length > 0 ? { Accept: accept.join(", ") } : {};
  const response = await client.request(path, { method, headers });
  const challenge = response?.status === 401 ? (response.headers.get("www-authenticate") ?? "") : "";
  if (!/^bearer\s/i.test(challenge)) return response;
  await response?.body?.cancel();
  const token = await requestToken(client, challenge, path);
  if (token === undefined) return response;
  return client.request(path, { method, headers: { ...headers, Authorization: `Bearer ${token}` } });
}

async function requestToken(client: UpstreamClient, challenge: string, path: string): Promise<string | undefined> {
  const parameters = [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const { realm, service } = Object.fromEntries(parameters) as Record<string, string | undefined>;
  if (!realm || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  const [, name = ""] = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(path) ?? [];
  url.searchParams.set("service", service ?? "");
  url.searchParams.set("scope", `repository:${name}:pull`);
  const json = await readJsonObject(await client.requestUrl(url.href, { headers: client.authorizationHeader() }));
  const token = json?.token ?? json?.access_token;
  return typeof token === "string" ? token : undefined;
}

/** Reads the JSON object of a successful response; undefined for a failure or anything else. */
export async function readJsonObject(response: Response | undefined): Promise<JsonObject | undefined> {
  if (!response?.ok || !response.body) {
    await response?.body?.cancel();
    return undefined;
  }
  const limited = new Response(ReadableStream.from(limitSize(MAX_MANIFEST_BYTES, response.body)));
  const json: unknown = await limited.json().catch(() => undefined);
  return isObject(json) ? json : undefined;
}

/** Passes bytes on and throws beyond a limit: an upstream's endless response would fill the disk or the memory. */
async function* limitSize(limit: number, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw new RangeError(`more than ${limit} bytes`);
    yield chunk;
  }
}
