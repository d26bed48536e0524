import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { isFields, parseJson } from "../util/json.ts";
import { type AuthChallenge, parseAuthChallenges } from "./auth-challenge.ts";
import { computeDigest } from "./digest.ts";
import { NexusError, RegistryError } from "./errors.ts";
import { type RegistryConnection, type RegistryRequest, RegistryRequests } from "./registry-requests.ts";

/** What a registry says of itself to somebody without credentials. */
export interface RegistryPing {
  /** 200: it lets anybody in. 401: it wants credentials. */
  status: number;
  challenges: readonly AuthChallenge[];
  /** `registry/2.0` where it is a registry. */
  version: string | undefined;
}

export interface OciManifest {
  /** `sha256:...` of the bytes. */
  digest: string;
  mediaType: string;
  bytes: Buffer;
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
  readonly #requests: RegistryRequests;

  constructor(connection: RegistryConnection) {
    const url = new URL(connection.url);
    this.url = connection.url.replace(/\/+$/, "");
    this.#origin = url.origin;
    this.#base = `${url.pathname.replace(/\/+$/, "")}/v2/`;
    this.#requests = new RegistryRequests(connection);
  }

  /** What is under way is broken off. */
  close(): Promise<void> {
    return this.#requests.close();
  }

  /** What it says to somebody without credentials. */
  async ping(): Promise<RegistryPing> {
    const reply = await this.#requests.sent({ method: "GET", path: this.#base });
    const { statusCode, headers } = reply;
    const text = await this.#requests.textOf({ method: "GET", path: this.#base }, reply);
    const version = headers["docker-distribution-api-version"];
    if (statusCode !== 200 && statusCode !== 401)
      throw this.#requests.refusal({ method: "GET", path: this.#base }, statusCode, text);
    return {
      status: statusCode,
      challenges: parseAuthChallenges(headers["www-authenticate"]),
      version: version === undefined ? undefined : String(version),
    };
  }

  /** Whether these credentials are let in. */
  async acceptsCredentials(): Promise<boolean> {
    try {
      await this.#requests.text({ method: "GET", path: this.#base });
      return true;
    } catch (error) {
      if (error instanceof RegistryError && error.status === 401) return false;
      throw error;
    }
  }

  /** All images that one may see. */
  listImages(): Promise<string[]> {
    return this.#all("_catalog", "repositories");
  }

  /** The tags of an image; a `RegistryError` of 404 where there is none. */
  listTags(image: string): Promise<string[]> {
    return this.#all(`${encodedPath(image)}/tags/list`, "tags");
  }

  /**
   * The manifest of a tag or digest.
   *
   * @throws RegistryError also where it is none, or not what the digest says
   */
  async getManifest(image: string, reference: string, accept: readonly string[] = manifestTypes): Promise<OciManifest> {
    const request = { ...this.#manifest("GET", image, reference), headers: { accept: accept.join(", ") } };
    const reply = await this.#requests.answered(request);
    const { headers } = reply;
    const bytes = await this.#requests.bytesOf(request, reply);
    const told = headers["docker-content-digest"];
    const resolveDigest = computeDigest(bytes);
    for (const said of [told, isDigest(reference) ? reference : undefined])
      if (typeof said === "string" && said.startsWith("sha256:") && said !== resolveDigest)
        throw this.#requests.refusal(request, 200, `what came is ${resolveDigest}, and not ${said}`);
    if (!isManifest(bytes)) throw this.#requests.refusal(request, 200, "what came is no manifest");
    return { digest: resolveDigest, mediaType: String(headers["content-type"] ?? "").replace(/;.*/, ""), bytes };
  }

  /** The digest that a tag has, or a digest itself; nothing where there is no such manifest. */
  async digest(image: string, reference: string): Promise<string | undefined> {
    const request = { ...this.#manifest("HEAD", image, reference), headers: { accept: manifestTypes.join(", ") } };
    const headers = await this.#found(request);
    if (!headers) return undefined;
    return typeof headers["docker-content-digest"] === "string"
      ? headers["docker-content-digest"]
      : (await this.getManifest(image, reference)).digest;
  }

  /** The bytes of a blob; nothing where there is no such blob. */
  async getBlobSize(image: string, digest: string): Promise<number | undefined> {
    const headers = await this.#found(this.#blob("HEAD", image, digest));
    return headers && Number(headers["content-length"]);
  }

  /** A blob as it comes; whoever reads it holds it against its digest. */
  async getBlob(image: string, digest: string): Promise<Readable> {
    return (await this.#requests.answered(this.#blob("GET", image, digest))).body;
  }

  /**
   * Asks to be let upload, and goes no further: whether this user may push there.
   *
   * @throws RegistryError of 401 or 403 where they may not
   */
  async checkUploadAllowed(image: string): Promise<void> {
    const location = await this.#startUpload(image);
    // What was begun is taken back; not every registry knows how, and Nexus forgets it by itself.
    await this.#requests.text({ method: "DELETE", path: location }).catch(ignoreRefusal);
  }

  /** Uploads a blob that is not there yet, and gives its digest. */
  async pushBlob(image: string, bytes: Uint8Array): Promise<string> {
    const digest = computeDigest(bytes);
    if ((await this.getBlobSize(image, digest)) !== undefined) return digest;
    const location = await this.#startUpload(image);
    await this.#requests.text({
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
    { mediaType, bytes }: Omit<OciManifest, "digest">,
  ): Promise<string> {
    const request = this.#manifest("PUT", image, reference);
    await this.#requests.text({ ...request, headers: { "content-type": mediaType }, body: bytes });
    return computeDigest(bytes);
  }

  /** Deletes a manifest and all its tags. */
  async deleteManifest(image: string, digest: string): Promise<void> {
    await this.#requests.text(this.#manifest("DELETE", image, digest));
  }

  #manifest<M extends RegistryRequest["method"]>(method: M, image: string, reference: string) {
    return { method, path: `${this.#base}${encodedPath(image)}/manifests/${encoded(reference)}` };
  }

  #blob<M extends RegistryRequest["method"]>(method: M, image: string, digest: string) {
    return { method, path: `${this.#base}${encodedPath(image)}/blobs/${encoded(digest)}` };
  }

  async #startUpload(image: string): Promise<string> {
    const request: RegistryRequest = { method: "POST", path: `${this.#base}${encodedPath(image)}/blobs/uploads/` };
    const { statusCode, headers, body } = await this.#requests.answered(request);
    await body.dump();
    const location = new URL(String(headers.location ?? ""), this.#origin + request.path);
    // A proxy that tells Nexus a wrong scheme makes it name another one: the host is what counts, as nothing goes elsewhere.
    if (headers.location === undefined || location.hostname !== new URL(this.#origin).hostname)
      throw this.#requests.refusal(request, statusCode, "it names no place of its own to upload to");
    return location.pathname + location.search;
  }

  /** A list that comes in pages, each with the way to the next. */
  async #all(path: string, field: string): Promise<string[]> {
    const found: string[] = [];
    const asked = new Set<string>();
    let next: string | undefined = `${this.#base}${path}?n=1000`;
    while (next !== undefined && !asked.has(next)) {
      asked.add(next);
      const request: RegistryRequest = { method: "GET", path: next };
      const reply = await this.#requests.answered(request);
      const answer = parseJson(await this.#requests.textOf(request, reply));
      const list = isFields(answer) ? answer[field] : undefined;
      // An image without tags has null.
      if (list === undefined)
        throw this.#requests.refusal(request, 200, `what answered is no registry: there is no "${field}"`);
      found.push(...(Array.isArray(list) ? list.filter((one) => typeof one === "string") : []));
      const [, link] = /<([^>]+)>\s*;\s*rel="?next"?/i.exec(String(reply.headers.link ?? "")) ?? [];
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
  async #found(request: RegistryRequest): Promise<Dispatcher.ResponseData["headers"] | undefined> {
    try {
      const { headers, body } = await this.#requests.answered(request);
      await body.dump();
      return headers;
    } catch (error) {
      if (error instanceof RegistryError && error.status === 404) return undefined;
      throw error;
    }
  }
}

function isDigest(reference: string): boolean {
  return reference.includes(":");
}

function isManifest(bytes: Buffer): boolean {
  const json = parseJson(bytes.toString("utf8"));
  return typeof json === "object" && json !== null && "schemaVersion" in json;
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
