import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { EmbeddedNexus } from "../../src/index.ts";
import { download, requestContent } from "../support/content.ts";
import { ask, nexusWith, proxy } from "../support/nexuses.ts";

const HOUR = 3_600_000;

interface Upstream {
  readonly url: string;
  /** The requests that it got, as `METHOD path`. */
  readonly received: string[];
}

async function startUpstream(respond: (request: IncomingMessage, response: ServerResponse) => void): Promise<Upstream> {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.url}`);
    respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/files`, received };
}

async function createProxy(remoteUrl: string, more: object = {}): Promise<EmbeddedNexus> {
  const nexus = await nexusWith();
  const settings = { remoteUrl, contentMaxAge: 120, metadataMaxAge: 60 };
  await ask(nexus, "POST", "/v1/repositories/raw/proxy", proxy("p", { proxy: settings, ...more }));
  return nexus;
}

describe("a proxy of files", () => {
  test("fetches a file once and revalidates it after its age", async () => {
    const { url, received } = await startUpstream((request, response) => {
      const isKnown = request.headers["if-none-match"] === '"one"';
      response.writeHead(isKnown ? 304 : 200, { ETag: '"one"', "Content-Type": "text/plain", Connection: "close" });
      response.end(isKnown ? undefined : "content");
    });
    const nexus = await createProxy(url);
    expect([await download(nexus, "p/a%20b.txt"), await download(nexus, "p/a%20b.txt")]).toEqual([
      "content",
      "content",
    ]);
    expect(received).toEqual(["GET /files/a%20b.txt"]);
    await nexus.clock.advance({ ms: 3 * HOUR });
    expect([await download(nexus, "p/a%20b.txt"), await download(nexus, "p/a%20b.txt")]).toEqual([
      "content",
      "content",
    ]);
    expect(received).toHaveLength(2);
    await ask(nexus, "POST", "/v1/repositories/p/invalidate-cache");
    await download(nexus, "p/a%20b.txt");
    expect(received).toHaveLength(3);
  });

  test("caches 404 for the time to live, but no failure", async () => {
    let status = 404;
    const { url, received } = await startUpstream((_, response) =>
      response.writeHead(status, { Connection: "close" }).end("x"),
    );
    const negativeCache = { enabled: true, timeToLive: 60 };
    const nexus = await createProxy(url, { negativeCache, httpClient: { blocked: false, autoBlock: false } });
    expect([await download(nexus, "p/a"), await download(nexus, "p/a")]).toEqual([404, 404]);
    expect(received).toHaveLength(1);
    await nexus.clock.advance({ ms: 2 * HOUR });
    status = 500;
    expect([await download(nexus, "p/a"), await download(nexus, "p/a")]).toEqual([503, 503]);
    status = 401;
    expect(await download(nexus, "p/a")).toBe(503);
    status = 200;
    expect(await download(nexus, "p/a")).toBe("x");
    expect(received).toHaveLength(5);
  });

  test("blocks a failed upstream for a time", async () => {
    let status = 500;
    const { url, received } = await startUpstream((_, response) =>
      response.writeHead(status, { Connection: "close" }).end("x"),
    );
    const nexus = await createProxy(url);
    expect([await download(nexus, "p/a"), await download(nexus, "p/a")]).toEqual([503, 404]);
    expect(received).toHaveLength(1);
    status = 200;
    await nexus.clock.advance({ ms: 41_000 });
    expect(await download(nexus, "p/a")).toBe("x");
  });

  test("sends its credentials and records the first user as uploader", async () => {
    const { url } = await startUpstream((request, response) => {
      const isRight = request.headers.authorization === `Basic ${btoa("up:stream")}`;
      response.writeHead(isRight ? 200 : 401, { Connection: "close" }).end("x");
    });
    const authentication = { type: "username", username: "up", password: "stream" };
    const nexus = await createProxy(url, { httpClient: { blocked: false, autoBlock: false, authentication } });
    expect(await download(nexus, "p/a.txt")).toBe("x");
    const { items } = (await ask(nexus, "GET", "/v1/assets?repository=p")).body as unknown as { items: object[] };
    expect(items).toMatchObject([{ uploader: "admin", lastDownloaded: expect.any(String) }]);
  });

  test("answers 502 to a response that breaks off, and serves the stored file instead if there is one", async () => {
    let isBroken = true;
    const { url } = await startUpstream((_, response) => {
      if (isBroken) response.writeHead(200, { "Content-Length": "100" }).write("part", () => response.destroy());
      else response.writeHead(200, { Connection: "close" }).end("whole");
    });
    const nexus = await createProxy(url);
    expect(await download(nexus, "p/a")).toBe(502);
    isBroken = false;
    expect(await download(nexus, "p/a")).toBe("whole");
    isBroken = true;
    await nexus.clock.advance({ ms: 3 * HOUR });
    expect(await download(nexus, "p/a")).toBe("whole");
  });

  test("answers 503 while it is offline, and 404 through a group", async () => {
    const { url } = await startUpstream((_, response) => response.writeHead(200, { Connection: "close" }).end("x"));
    const nexus = await createProxy(url);
    await ask(nexus, "POST", "/v1/repositories/raw/group", { ...proxy("g"), group: { memberNames: ["p"] } });
    expect(await download(nexus, "g/a")).toBe("x");
    const settings = { remoteUrl: url, contentMaxAge: 120, metadataMaxAge: 60 };
    await ask(nexus, "PUT", "/v1/repositories/raw/proxy/p", proxy("p", { proxy: settings, online: false }));
    expect([await download(nexus, "p/a"), await download(nexus, "g/a")]).toEqual([503, 404]);
    expect((await requestContent(nexus, "HEAD", "g/a")).status).toBe(404);
  });
});
