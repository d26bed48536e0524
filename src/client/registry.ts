import type { Readable } from "node:stream";
import type { Agent, Dispatcher } from "undici";
import { isFields, jsonOf } from "../json.ts";
import { agentOf, broken } from "./agent.ts";
import { type Challenge, challengesOf } from "./challenge.ts";
import type { Connection } from "./connection.ts";
import { digestOf } from "./digest.ts";
import { NexusError, RegistryError } from "./errors.ts";
import { basic, type Credentials } from "./nexus.ts";
import { wordsOf } from "./registry-words.ts";
import { defaultAttempts, withRetries } from "./retry.ts";
import { Secrets } from "./secrets.ts";

/** Where one registry is: `https://nexus.example:8443`, with the path before `/v2/` where it has one. */
export type RegistryConnection = Omit<Connection, "server">;

/** What a registry says of itself to somebody without credentials. */
export interface Ping {
  /** 200: it lets anybody in. 401: it wants credentials. */
  status: number;
  challenges: readonly Challenge[];
  /** `registry/2.0` where it is a registry. */
  version: string | undefined;
}

export interface Manifest {
  /** `sha256:...` of the bytes. */
  digest: string;
  mediaType: string;
  bytes: Buffer;
}

interface Request {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From the host on, percent-encoded. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
}

/** Image manifests and lists of them, as OCI and Docker call them. */
const manifestTypes = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];

/**
 * The OCI distribution API of one registry, as one user or as nobody. What a user knows is said from the first request
 * on, also where anybody would be let in. Images are paths without the registry and the tag: `team/app`.
 */
export class RegistryClient {
  readonly url: string;
  readonly #origin: string;
  readonly #base: string;
  readonly #agent: Agent;
  readonly #connection: RegistryConnection;
  readonly #credentials: Credentials | undefined;
  readonly #secrets = new Secrets();
  /** What has let requests in, by what they are about; what is told before anything is known is under nothing. */
  readonly #tokens = new Map<string, string>();

  constructor(connection: RegistryConnection) {
    const url = new URL(connection.url);
    this.url = connection.url.replace(/\/+$/, "");
    this.#origin = url.origin;
    this.#base = `${url.pathname.replace(/\/+$/, "")}/v2/`;
    this.#connection = connection;
    this.#agent = agentOf(connection);
    const { username, password } = connection;
    if (username === undefined || password === undefined) return;
    this.#credentials = { username, password };
    this.#secrets.hide(password);
    this.#secrets.hide(basic(this.#credentials));
  }

  /** What is under way is broken off. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  /** What it says to somebody without credentials. */
  async ping(): Promise<Ping> {
    const { statusCode, headers, body } = await this.#sent({ method: "GET", path: this.#base });
    const text = await body.text();
    const version = headers["docker-distribution-api-version"];
    if (statusCode !== 200 && statusCode !== 401)
      throw this.#refusal({ method: "GET", path: this.#base }, statusCode, text);
    return {
      status: statusCode,
      challenges: challengesOf(headers["www-authenticate"]),
      version: version === undefined ? undefined : String(version),
    };
  }

  /** Whether these credentials are let in. */
  async accepts(): Promise<boolean> {
    try {
      await this.#text({ method: "GET", path: this.#base });
      return true;
    } catch (error) {
      if (error instanceof RegistryError && error.status === 401) return false;
      throw error;
    }
  }

  /** All images that one may see. */
  catalog(): Promise<string[]> {
    return this.#all("_catalog", "repositories");
  }

  /** The tags of an image; a `RegistryError` of 404 where there is none. */
  tags(image: string): Promise<string[]> {
    return this.#all(`${encodedPath(image)}/tags/list`, "tags");
  }

  /**
   * The manifest of a tag or digest.
   *
   * @throws RegistryError also where it is not what the digest says
   */
  async manifest(image: string, reference: string, accept: readonly string[] = manifestTypes): Promise<Manifest> {
    const request = { ...this.#manifest("GET", image, reference), headers: { accept: accept.join(", ") } };
    const { headers, body } = await this.#answered(request);
    const bytes = Buffer.from(await body.arrayBuffer());
    const told = headers["docker-content-digest"];
    const digest = digestOf(bytes);
    for (const said of [told, isDigest(reference) ? reference : undefined])
      if (typeof said === "string" && said.startsWith("sha256:") && said !== digest)
        throw this.#refusal(request, 200, `what came is ${digest}, and not ${said}`);
    return { digest, mediaType: String(headers["content-type"] ?? "").replace(/;.*/, ""), bytes };
  }

  /** The digest that a tag has, or a digest itself; nothing where there is no such manifest. */
  async digest(image: string, reference: string): Promise<string | undefined> {
    const request = { ...this.#manifest("HEAD", image, reference), headers: { accept: manifestTypes.join(", ") } };
    const headers = await this.#found(request);
    if (!headers) return undefined;
    return typeof headers["docker-content-digest"] === "string"
      ? headers["docker-content-digest"]
      : (await this.manifest(image, reference)).digest;
  }

  /** The bytes of a blob; nothing where there is no such blob. */
  async blobSize(image: string, digest: string): Promise<number | undefined> {
    const headers = await this.#found(this.#blob("HEAD", image, digest));
    return headers && Number(headers["content-length"]);
  }

  /** A blob as it comes; whoever reads it holds it against its digest. */
  async blob(image: string, digest: string): Promise<Readable> {
    return (await this.#answered(this.#blob("GET", image, digest))).body;
  }

  /**
   * Asks to be let upload, and goes no further: whether this user may push there.
   *
   * @throws RegistryError of 401 or 403 where they may not
   */
  async offerUpload(image: string): Promise<void> {
    const location = await this.#startUpload(image);
    // What was begun is taken back; not every registry knows how, and Nexus forgets it by itself.
    await this.#text({ method: "DELETE", path: location }).catch(ignoreRefusal);
  }

  /** Uploads a blob that is not there yet, and gives its digest. */
  async pushBlob(image: string, bytes: Uint8Array): Promise<string> {
    const digest = digestOf(bytes);
    if ((await this.blobSize(image, digest)) !== undefined) return digest;
    const location = await this.#startUpload(image);
    await this.#text({
      method: "PUT",
      path: `${location}${location.includes("?") ? "&" : "?"}digest=${encodeURIComponent(digest)}`,
      headers: { "content-type": "application/octet-stream" },
      body: bytes,
    });
    return digest;
  }

  /** Writes a manifest under a tag or its digest, and gives its digest. */
  async pushManifest(
    image: string,
    reference: string,
    { mediaType, bytes }: Omit<Manifest, "digest">,
  ): Promise<string> {
    const request = this.#manifest("PUT", image, reference);
    await this.#text({ ...request, headers: { "content-type": mediaType }, body: bytes });
    return digestOf(bytes);
  }

  /** Deletes a manifest and all its tags. */
  async deleteManifest(image: string, digest: string): Promise<void> {
    await this.#text(this.#manifest("DELETE", image, digest));
  }

  #manifest<M extends Request["method"]>(method: M, image: string, reference: string) {
    return { method, path: `${this.#base}${encodedPath(image)}/manifests/${encoded(reference)}` };
  }

  #blob<M extends Request["method"]>(method: M, image: string, digest: string) {
    return { method, path: `${this.#base}${encodedPath(image)}/blobs/${encoded(digest)}` };
  }

  async #startUpload(image: string): Promise<string> {
    const request: Request = { method: "POST", path: `${this.#base}${encodedPath(image)}/blobs/uploads/` };
    const { statusCode, headers, body } = await this.#answered(request);
    await body.dump();
    const location = new URL(String(headers.location ?? ""), this.#origin + request.path);
    // A proxy that tells Nexus a wrong scheme makes it name another one: the host is what counts, as nothing goes elsewhere.
    if (headers.location === undefined || location.hostname !== new URL(this.#origin).hostname)
      throw this.#refusal(request, statusCode, "it names no place of its own to upload to");
    return location.pathname + location.search;
  }

  /** A list that comes in pages, each with the way to the next. */
  async #all(path: string, field: string): Promise<string[]> {
    const found: string[] = [];
    const asked = new Set<string>();
    let next: string | undefined = `${this.#base}${path}?n=1000`;
    while (next !== undefined && !asked.has(next)) {
      asked.add(next);
      const request: Request = { method: "GET", path: next };
      const { headers, body } = await this.#answered(request);
      const answer = jsonOf(await body.text());
      const list = isFields(answer) ? answer[field] : undefined;
      // An image without tags has null.
      if (list === undefined) throw this.#refusal(request, 200, `what answered is no registry: there is no "${field}"`);
      found.push(...(Array.isArray(list) ? list.filter((one) => typeof one === "string") : []));
      const [, link] = /<([^>]+)>\s*;\s*rel="?next"?/i.exec(String(headers.link ?? "")) ?? [];
      next = link === undefined ? undefined : this.#below(link);
    }
    return found;
  }

  /** The way to more, from here: Nexus names the repository's path on its main port to who comes by a connector. */
  #below(link: string): string {
    const { pathname, search } = new URL(link, this.#origin);
    return `${this.#base}${pathname.split("/v2/").slice(1).join("/v2/")}${search}`;
  }

  /** The headers of what is there; nothing where it is not. */
  async #found(request: Request): Promise<Dispatcher.ResponseData["headers"] | undefined> {
    try {
      const { headers, body } = await this.#answered(request);
      await body.dump();
      return headers;
    } catch (error) {
      if (error instanceof RegistryError && error.status === 404) return undefined;
      throw error;
    }
  }

  async #text(request: Request): Promise<string> {
    return (await this.#answered(request)).body.text();
  }

  /** Sends, again where it may, and gives the answer; whatever is not 2xx is a `RegistryError`. */
  #answered(request: Request): Promise<Dispatcher.ResponseData> {
    const { method } = request;
    return withRetries(
      this.#connection.attempts ?? defaultAttempts,
      method === "POST" || method === "PATCH",
      async () => {
        const topic = this.#topicOf(request);
        const known = this.#tokens.get(topic) ?? (this.#credentials && `Basic ${basic(this.#credentials)}`);
        const first = await this.#sent(request, known);
        if (first.statusCode !== 401) return this.#accepted(request, first);
        const bearer = challengesOf(first.headers["www-authenticate"]).find(({ scheme }) => scheme === "bearer");
        if (!bearer) return this.#accepted(request, first);
        await first.body.dump();
        const token = `Bearer ${await this.#token(bearer)}`;
        this.#tokens.set(topic, token);
        return this.#accepted(request, await this.#sent(request, token));
      },
    );
  }

  /** What one token is good for: an image, and reading or writing it. */
  #topicOf({ method, path }: Request): string {
    const writes = method !== "GET" && method !== "HEAD";
    return `${writes ? "write" : "read"} ${path.replace(/\/(manifests|blobs|tags)\/.*/, "")}`;
  }

  async #token({ parameters }: Challenge): Promise<string> {
    const { realm = "", service, scope } = parameters;
    const own = new URL(this.#origin);
    const request: Request = { method: "GET", path: realm };
    const url = URL.canParse(realm) ? new URL(realm) : undefined;
    if (!url) throw this.#refusal(request, 401, "it names no place that gives tokens");
    const credentials = this.#credentials && `Basic ${basic(this.#credentials)}`;
    if (credentials && (url.hostname !== own.hostname || (own.protocol === "https:" && url.protocol !== "https:")))
      throw this.#refusal(
        request,
        401,
        `it sends to ${url.origin} for tokens, where credentials of ${own.origin} do not go`,
      );
    for (const [name, value] of Object.entries({ service, scope }))
      if (value !== undefined) url.searchParams.set(name, value);
    const place = { method: "GET" as const, path: url.pathname + url.search };
    const answer = await this.#accepted(place, await this.#sent(place, credentials, url.origin));
    const json = jsonOf(await answer.body.text());
    const given = isFields(json) ? (json.token ?? json.access_token) : undefined;
    if (typeof given !== "string" || !given) throw this.#refusal(place, 200, "it gives no token");
    this.#secrets.hide(given);
    return given;
  }

  async #accepted(request: Request, reply: Dispatcher.ResponseData): Promise<Dispatcher.ResponseData> {
    const { statusCode, headers, body } = reply;
    if (statusCode >= 300 && statusCode < 400) {
      await body.dump();
      throw this.#refusal(request, statusCode, `it sends on to ${headers.location}: use that address`);
    }
    if (statusCode < 300) return reply;
    throw this.#refusal(request, statusCode, await body.text(), String(headers["content-type"] ?? ""));
  }

  async #sent(request: Request, authorization?: string, origin = this.#origin): Promise<Dispatcher.ResponseData> {
    try {
      return await this.#agent.request({
        origin,
        path: request.path,
        method: request.method,
        headers: { accept: "application/json", ...request.headers, ...(authorization && { authorization }) },
        body: request.body ?? null,
      });
    } catch (error) {
      throw broken(request, origin, error);
    }
  }

  #refusal(request: Request, status: number, text: string, type = ""): RegistryError {
    const { code, ...words } = wordsOf(status, this.#secrets.masked(text), type);
    // What was repeated in JSON within JSON shows only once it is taken apart.
    return new RegistryError(request, status, { ...words, text: this.#secrets.masked(words.text) }, code);
  }
}

function isDigest(reference: string): boolean {
  return reference.includes(":");
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof NexusError)) throw error;
}

function encodedPath(image: string): string {
  return image.split("/").map(encodeURIComponent).join("/");
}

/** The colon of a digest stays, as clients write it: not everything between undoes what is encoded. */
function encoded(reference: string): string {
  return encodeURIComponent(reference).replaceAll("%3A", ":");
}
