import type { UpstreamClient } from "../content/upstream-client.ts";
import { isObject, type JsonObject } from "../json.ts";
import { MAX_MANIFEST_BYTES } from "./manifest.ts";

/** Asks an upstream registry, with a token where it wants one: got where its answer says, with the proxy's credentials. */
export async function requestRegistry(
  remote: UpstreamClient,
  path: string,
  method: "GET" | "HEAD",
  accept: readonly string[] = [],
): Promise<Response | undefined> {
  const headers: Record<string, string> = accept.length > 0 ? { Accept: accept.join(", ") } : {};
  const first = await remote.request(path, { method, headers });
  const challenge = first?.status === 401 ? (first.headers.get("www-authenticate") ?? "") : "";
  if (!/^bearer\s/i.test(challenge)) return first;
  await first?.body?.cancel();
  const token = await tokenFor(remote, challenge, path);
  return token === undefined
    ? first
    : remote.request(path, { method, headers: { ...headers, Authorization: `Bearer ${token}` } });
}

async function tokenFor(remote: UpstreamClient, challenge: string, path: string): Promise<string | undefined> {
  const wants = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  if (!wants.realm || !URL.canParse(wants.realm)) return undefined;
  const url = new URL(wants.realm);
  const [, name = ""] = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(path) ?? [];
  url.searchParams.set("service", wants.service ?? "");
  url.searchParams.set("scope", `repository:${name}:pull`);
  const response = await remote.requestUrl(url.href, { headers: remote.authorizationHeader() });
  const answer = await readJsonObject(response);
  const token = answer?.token ?? answer?.access_token;
  return typeof token === "string" ? token : undefined;
}

/** What an upstream's answer says, if it is one that went well and says anything. */
export async function readJsonObject(response: Response | undefined): Promise<JsonObject | undefined> {
  if (!response?.ok || !response.body) {
    await response?.body?.cancel();
    return undefined;
  }
  const whole = new Response(ReadableStream.from(limitSize(MAX_MANIFEST_BYTES, response.body)));
  const answer: unknown = await whole.json().catch(() => undefined);
  return isObject(answer) ? answer : undefined;
}

/** Throws where there is more: an upstream that never ends would fill the disk, or the memory. */
export async function* limitSize(most: number, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) throw new RangeError(`more than ${most} bytes`);
    yield chunk;
  }
}
