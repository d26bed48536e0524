import type { Remote } from "../content/remote.ts";

/** Asks an upstream registry, with a token where it wants one: got where its answer says, with the proxy's credentials. */
export async function askRegistry(
  remote: Remote,
  path: string,
  method: "GET" | "HEAD",
  accept: readonly string[] = [],
): Promise<Response | undefined> {
  const headers: Record<string, string> = accept.length > 0 ? { Accept: accept.join(", ") } : {};
  const first = await remote.ask(path, { method, headers });
  const challenge = first?.status === 401 ? (first.headers.get("www-authenticate") ?? "") : "";
  if (!/^bearer\s/i.test(challenge)) return first;
  await first?.body?.cancel();
  const token = await tokenFor(remote, challenge, path);
  return token === undefined
    ? first
    : remote.ask(path, { method, headers: { ...headers, Authorization: `Bearer ${token}` } });
}

async function tokenFor(remote: Remote, challenge: string, path: string): Promise<string | undefined> {
  const told = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  if (!told.realm || !URL.canParse(told.realm)) return undefined;
  const url = new URL(told.realm);
  const [, name = ""] = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(path) ?? [];
  url.searchParams.set("service", told.service ?? "");
  url.searchParams.set("scope", `repository:${name}:pull`);
  const response = await remote.send(url.href, { headers: remote.credentials() });
  if (!response?.ok) return undefined;
  const { token, access_token } = (await response.json()) as { token?: string; access_token?: string };
  return token ?? access_token;
}
