import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { BoundCredentials, UntrustedOriginError } from "../../src/client/credentials.ts";
import { ConnectionError, RegistryError } from "../../src/client/errors.ts";
import { pushImage } from "../../src/client/push-image.ts";
import { computeDigest, RegistryClient } from "../../src/client/registry-client.ts";
import type { RegistryConnection } from "../../src/client/registry-requests.ts";

/** Starts a minimal registry that records requests as `GET /v2/ Basic dTpw`. */
async function registry(answer: (request: IncomingMessage, reply: ServerResponse, url: string) => void) {
  const seen: string[] = [];
  const server = createServer((request, reply) => {
    seen.push([request.method, request.url, request.headers.authorization].filter(Boolean).join(" "));
    answer(request, reply, url);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = (more: Partial<RegistryConnection> = {}) => {
    const made = new RegistryClient({ url, retry: { retryFor: 0 }, ...more });
    onTestFinished(() => made.close());
    return made;
  };
  return { url, seen, client };
}

const user = { username: "u", password: 'p"w' };
const basicOfUser = `Basic ${btoa('u:p"w')}`;

describe("a registry with bearer tokens", () => {
  const withTokens = () =>
    registry((request, reply, url) => {
      if (request.url?.startsWith("/v2/token")) {
        const isUser = request.headers.authorization === basicOfUser;
        return reply.writeHead(isUser ? 200 : 401).end(JSON.stringify({ token: "t-1" }));
      }
      if (request.headers.authorization === "Bearer t-1")
        return reply.end('{"repositories":["team/app"],"tags":["1"]}');
      const challenge = `Bearer realm="${url}/v2/token",service="s",scope="registry:catalog:*"`;
      return reply.writeHead(401, { "www-authenticate": challenge }).end();
    });

  it("gets one token request", async () => {
    const { client, seen } = await withTokens();
    const one = client(user);
    expect(await one.listImages()).toEqual(["team/app"]);
    expect(await one.listImages()).toEqual(["team/app"]);
    expect(seen).toEqual([
      `GET /v2/_catalog?n=1000 ${basicOfUser}`,
      `GET /v2/token?service=s&scope=registry%3Acatalog%3A* ${basicOfUser}`,
      "GET /v2/_catalog?n=1000 Bearer t-1",
      "GET /v2/_catalog?n=1000 Bearer t-1",
    ]);
  });

  it("accepts or rejects credentials", async () => {
    const { client } = await withTokens();
    expect(await client(user).acceptsCredentials()).toBe(true);
    expect(await client({ ...user, password: "wrong" }).acceptsCredentials()).toBe(false);
    expect(await client().ping()).toMatchObject({ status: 401, challenges: [{ scheme: "bearer" }] });
  });

  /** Starts a registry whose realm is another server, and records what that server receives. */
  const withRealm = async () => {
    const tokens = await registry((_, reply) => reply.end(JSON.stringify({ token: "t-2" })));
    const challenge = { "www-authenticate": `Bearer realm="${tokens.url}/v2/token"` };
    const main = await registry((request, reply) => {
      if (request.headers.authorization === "Bearer t-2") return reply.end('{"repositories":["team/app"]}');
      return reply.writeHead(401, challenge).end();
    });
    return { ...main, tokens };
  };

  it("sends no credentials to a realm on another port, and asks it for no token", async () => {
    const { client, seen, url, tokens } = await withRealm();
    await expect(client(user).listImages()).rejects.toThrow(
      `Not sending the credentials of u to ${tokens.url}, only to ${url}. If ${tokens.url} may receive them, ` +
        `add --send-credentials-to ${tokens.url}`,
    );
    await expect(client(user).acceptsCredentials()).rejects.toThrow("Not sending the credentials of u");
    expect([seen.length, tokens.seen]).toEqual([2, []]);
  });

  it("asks no other server for a token without credentials either", async () => {
    const { client, seen, url, tokens } = await withRealm();
    await expect(client().listImages()).rejects.toThrow(
      `Not requesting a token from ${tokens.url}, another server than ${url}`,
    );
    expect(await client().acceptsCredentials()).toBe(false);
    expect([seen.length, tokens.seen]).toEqual([2, []]);
  });

  it("gets a token from another server that its credentials are bound to", async () => {
    const { client, seen, url, tokens } = await withRealm();
    const credentials = new BoundCredentials(user, [url, tokens.url]);
    expect(await client({ credentials }).listImages()).toEqual(["team/app"]);
    expect(tokens.seen).toEqual([`GET /v2/token ${basicOfUser}`]);
    expect(seen.at(-1)).toBe("GET /v2/_catalog?n=1000 Bearer t-2");
  });

  it("rejects a realm that is not a URL", async () => {
    const { client, seen } = await registry((_, reply) =>
      reply.writeHead(401, { "www-authenticate": 'Bearer realm="tokens"' }).end(),
    );
    await expect(client(user).listImages()).rejects.toThrow("no valid realm");
    expect(seen).toHaveLength(1);
  });

  it("receives no credentials that are bound to another server", async () => {
    const { client, seen } = await withRealm();
    const credentials = new BoundCredentials(user, ["https://nexus.example"]);
    await expect(client({ credentials }).listImages()).rejects.toThrow(UntrustedOriginError);
    expect(seen).toEqual([]);
  });
});

it.each([
  ["by a path", "/v2/a/b/tags/list?n=1000&last=2"],
  ["by the URL that Nexus has in it", "http://nexus.example/repository/docker-hub/v2/a/b/tags/list?n=1000&last=2"],
])("reads lists page by page, with a link %s", async (_how, next) => {
  const { client } = await registry((request, reply) => {
    if (!request.url?.startsWith("/v2/")) return reply.writeHead(400).end();
    const isFirst = !request.url.includes("last");
    if (isFirst) reply.setHeader("link", `<${next}>; rel="next"`);
    return reply.end(JSON.stringify({ name: "a/b", tags: isFirst ? ["1", "2"] : ["3"] }));
  });
  expect(await client().listTags("a/b")).toEqual(["1", "2", "3"]);
});

it("shows a refusal on one line and without control characters", async () => {
  const message = "::stop-commands::\u001b[2J\n::error::\u202E";
  const { client } = await registry((_, reply) =>
    reply.writeHead(403).end(JSON.stringify({ errors: [{ code: "DENIED", message }] })),
  );
  await expect(client().listTags("a/b")).rejects.toThrow(
    "GET /v2/a/b/tags/list?n=1000: 403: ‹::›stop-commands::‹U+001B›[2J↵::error::‹U+202E›",
  );
});

it("rejects a manifest with another digest", async () => {
  const { client } = await registry((_, reply) => reply.end('{"schemaVersion":2}'));
  const right = computeDigest(Buffer.from('{"schemaVersion":2}'));
  expect((await client().getManifest("a/b", right)).digest).toBe(right);
  await expect(client().getManifest("a/b", computeDigest(Buffer.from("[]")))).rejects.toThrow(
    `The content has the digest ${right} instead of`,
  );
});

it("pushes an image without existing blobs", async () => {
  const known = new Set<string>();
  const { client, seen } = await registry((request, reply, url) => {
    const { pathname, searchParams } = new URL(request.url ?? "", url);
    const digest = searchParams.get("digest") ?? pathname.split("/").at(-1) ?? "";
    request.resume().on("end", () => {
      if (request.method === "HEAD") return reply.writeHead(known.has(digest) ? 200 : 404).end();
      if (request.method === "POST") return reply.writeHead(202, { location: "/v2/a/b/blobs/uploads/1?state=x" }).end();
      known.add(digest);
      return reply.writeHead(201).end();
    });
  });
  const first = await pushImage(client(), "a/b", "1", [Buffer.alloc(512)]);
  expect(seen.filter((line) => line.startsWith("PUT"))).toHaveLength(3);
  expect(await pushImage(client(), "a/b", "2", [Buffer.alloc(512)])).toBe(first);
  expect(seen.filter((line) => line.startsWith("PUT"))).toHaveLength(4);
});

it.each([["https://elsewhere.example/upload"], [undefined]])("does not upload to the location %s", async (location) => {
  const { client, seen } = await registry((_, reply) => reply.writeHead(202, location ? { location } : {}).end());
  await expect(client(user).checkUploadAllowed("a/b")).rejects.toThrow(
    "The response has no upload location on this registry",
  );
  expect(seen).toHaveLength(1);
});

it("reports the error of the registry without secrets", async () => {
  const { client } = await registry((request, reply) => {
    const message = `no ${request.headers.authorization} ${JSON.stringify(user.password)}`;
    reply.writeHead(403).end(JSON.stringify({ errors: [{ code: "DENIED", message }] }));
  });
  const error = await client(user)
    .listTags("a/b")
    .catch((caught) => caught);
  expect(error).toBeInstanceOf(RegistryError);
  expect(error).toMatchObject({ method: "GET", path: "/v2/a/b/tags/list?n=1000", status: 403, code: "DENIED" });
  expect(error.message).not.toMatch(/p\W+w|dTpw|[a-zA-Z0-9+/]{8}=/);
});

it.each([
  [200, "<html>Sign in</html>", /Not a response of a registry/],
  [200, '{"other":[]}', /Not a response of a registry/],
  [302, "", /Redirected to/],
  [500, "<html>Bad</html>", /Received a web page instead of a response/],
])("rejects a response that is not from a registry: %i %s", async (status, body, words) => {
  const { client } = await registry((_, reply) => reply.writeHead(status, { location: "/login" }).end(body));
  await expect(client().listImages()).rejects.toThrow(words);
});

describe("a server that is not a registry", () => {
  it.each([
    [
      "a page",
      { "content-type": "text/html" },
      "<html><title>Sign in</title></html>",
      /Received a web page instead of a response/,
    ],
    ["no manifest", { "content-type": "application/json" }, '{"status":"up"}', /The response is not a manifest/],
    ["no JSON", { "content-type": "text/plain" }, "OK", /The response is not a manifest/],
  ])("has no images, even if it answers every request with 200 and %s", async (_what, headers, text, why) => {
    const { client } = await registry((_, reply) => reply.writeHead(200, headers).end(text));
    await expect(client(user).resolveDigest("team/app", "1")).rejects.toThrow(why);
    await expect(client(user).getManifest("team/app", "1")).rejects.toThrow(why);
  });

  it("does not accept credentials by answering with a page", async () => {
    const { client } = await registry((_, reply) => reply.setHeader("content-type", "text/html").end("<html>"));
    await expect(client(user).acceptsCredentials()).rejects.toThrow(/Received a web page instead of a response/);
    await expect(client().ping()).resolves.toMatchObject({ status: 200, version: undefined });
  });
});

it("reports a connection that breaks during a response", async () => {
  const { client } = await registry((request, reply) => {
    reply.writeHead(200, { "content-length": "1000", "docker-content-digest": `sha256:${"0".repeat(64)}` });
    if (request.method === "HEAD") return reply.end();
    return reply.write('{"schemaVersion":2,', () => reply.destroy());
  });
  for (const asked of [client().getManifest("a/b", "1"), client().listImages(), client().ping()])
    await expect(asked).rejects.toThrow(ConnectionError);
});
