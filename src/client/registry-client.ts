import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { isFields, type Json, parseJson } from "../util/json.ts";
import { type AuthChallenge, parseAuthChallenges } from "./auth-challenge.ts";
import { NexusError, RegistryError } from "./errors.ts";
import type { TransportResponse } from "./http-transport.ts";
import { readAllPages } from "./pages.ts";
import { type RegistryConnection, type RegistryRequest, RegistryRequests } from "./registry-requests.ts";

/** The response of a registry to `GET /v2/` without credentials. */
export interface RegistryPing {
  /** 200: anonymous access is allowed. 401: credentials are required. */
  status: number;
  challenges: readonly AuthChallenge[];
  /** `registry/2.0` if it is a registry. */
  version: string | undefined;
}

/** A manifest as the registry has it. */
export interface OciManifest {
  /** `sha256:...` of the bytes. */
  digest: string;
  mediaType: string;
  bytes: Buffer;
}

/** The media types of image manifests and image indexes, of OCI and Docker. */
const manifestTypes = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];

/** The size of a manifest in bytes, 4 MiB: by the OCI distribution specification registries need not accept larger ones. */
const maxManifestBytes = 4 * 1024 * 1024;

/** Computes the digest of bytes as registries write it: `sha256:...`. */
export function computeDigest(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/**
 * The client of one registry's OCI distribution API, as one user or anonymous. Credentials are sent from the first request
 * on, even if anonymous access is allowed. Images are paths without registry and tag: `team/app`.
 *
 * @example
 * const registry = new RegistryClient({ url: "https://nexus.example:8443", username: "ci", password });
 * const digest = await registry.resolveDigest("team/app", "1.0.0");
 * await registry.close();
 */
export class RegistryClient {
  readonly url: string;
  readonly #base: string;
  readonly #requests: RegistryRequests;

  constructor(connection: RegistryConnection) {
    this.url = connection.url.replace(/\/+$/, "");
    this.#base = `${new URL(connection.url).pathname.replace(/\/+$/, "")}/v2/`;
    this.#requests = new RegistryRequests(connection);
  }

  /** Aborts open requests, and closes the connections. */
  close(): Promise<void> {
    return this.#requests.close();
  }

  /**
   * Sends `GET /v2/` without credentials.
   *
   * @throws RegistryError for a status other than 200 and 401
   */
  async ping(): Promise<RegistryPing> {
    const request: RegistryRequest = { method: "GET", path: this.#base };
    const response = await this.#requests.sendOnce(request);
    const { statusCode, headers } = response;
    const text = await this.#requests.readText(request, response);
    const version = headers["docker-distribution-api-version"];
    if (statusCode !== 200 && statusCode !== 401) throw this.#requests.toError(request, statusCode, text);
    return {
      status: statusCode,
      challenges: parseAuthChallenges(headers["www-authenticate"]),
      version: version === undefined ? undefined : String(version),
    };
  }

  /** Returns true if the registry accepts the credentials of this client. */
  async acceptsCredentials(): Promise<boolean> {
    try {
      await this.#requests.sendForText({ method: "GET", path: this.#base });
      return true;
    } catch (error) {
      if (error instanceof RegistryError && error.status === 401) return false;
      throw error;
    }
  }

  /** Lists all images that the user has access to. */
  listImages(): Promise<string[]> {
    return this.#readPages("_catalog", "repositories");
  }

  /**
   * Lists the tags of an image.
   *
   * @throws RegistryError with status 404 if the image does not exist
   */
  listTags(image: string): Promise<string[]> {
    return this.#readPages(`${encodeImage(image)}/tags/list`, "tags");
  }

  /**
   * Reads the manifest of a tag or digest, and verifies its digest.
   *
   * @throws RegistryError also if the response is no manifest, or has another digest
   */
  async getManifest(image: string, reference: string, accept: readonly string[] = manifestTypes): Promise<OciManifest> {
    const request = { ...this.#manifestRequest("GET", image, reference), headers: { accept: accept.join(", ") } };
    const response = await this.#requests.send(request);
    const { headers } = response;
    const bytes = await this.#requests.readBytes(request, response, maxManifestBytes);
    const digest = computeDigest(bytes);
    for (const expected of [headers["docker-content-digest"], isDigest(reference) ? reference : undefined])
      if (typeof expected === "string" && expected.startsWith("sha256:") && expected !== digest)
        throw this.#requests.toError(request, 200, `The content has the digest ${digest} instead of ${expected}`);
    if (!isManifest(bytes)) throw this.#requests.toError(request, 200, "The response is not a manifest");
    return { digest, mediaType: String(headers["content-type"] ?? "").replace(/;.*/, ""), bytes };
  }

  /** Returns the digest of a tag, or the digest itself if it exists. Returns undefined if there is no such manifest. */
  async resolveDigest(image: string, reference: string): Promise<string | undefined> {
    const request = {
      ...this.#manifestRequest("HEAD", image, reference),
      headers: { accept: manifestTypes.join(", ") },
    };
    const headers = await this.#readHeaders(request);
    if (!headers) return undefined;
    return typeof headers["docker-content-digest"] === "string"
      ? headers["docker-content-digest"]
      : (await this.getManifest(image, reference)).digest;
  }

  /** Returns the size of a blob in bytes, or undefined if it does not exist. */
  async getBlobSize(image: string, digest: string): Promise<number | undefined> {
    const headers = await this.#readHeaders(this.#blobRequest("HEAD", image, digest));
    return headers && Number(headers["content-length"]);
  }

  /** Returns a blob as a stream. The caller must verify its digest. */
  async getBlob(image: string, digest: string): Promise<Readable> {
    return (await this.#requests.send(this.#blobRequest("GET", image, digest))).body;
  }

  /**
   * Checks that the user may push to an image: starts an upload and cancels it.
   *
   * @throws RegistryError with status 401 or 403 if the user may not
   */
  async checkUploadAllowed(image: string): Promise<void> {
    const location = await this.#startUpload(image);
    // Some registries cannot cancel an upload; Nexus deletes it by itself later.
    await this.#requests.sendForText({ method: "DELETE", path: location }).catch(ignoreErrorResponse);
  }

  /**
   * Uploads a blob, unless it exists.
   *
   * @returns its digest
   */
  async pushBlob(image: string, bytes: Uint8Array): Promise<string> {
    const digest = computeDigest(bytes);
    if ((await this.getBlobSize(image, digest)) !== undefined) return digest;
    const location = await this.#startUpload(image);
    await this.#requests.sendForText({
      method: "PUT",
      path: `${location}${location.includes("?") ? "&" : "?"}digest=${encodeURIComponent(digest)}`,
      headers: { "content-type": "application/octet-stream" },
      body: bytes,
    });
    return digest;
  }

  /**
   * Writes a manifest under a tag or its digest.
   *
   * @returns its digest
   */
  async pushManifest(
    image: string,
    reference: string,
    { mediaType, bytes }: Omit<OciManifest, "digest">,
  ): Promise<string> {
    const request = this.#manifestRequest("PUT", image, reference);
    await this.#requests.sendForText({ ...request, headers: { "content-type": mediaType }, body: bytes });
    return computeDigest(bytes);
  }

  /** Deletes a manifest and all its tags. */
  async deleteManifest(image: string, digest: string): Promise<void> {
    await this.#requests.sendForText(this.#manifestRequest("DELETE", image, digest));
  }

  #manifestRequest<M extends RegistryRequest["method"]>(method: M, image: string, reference: string) {
    return { method, path: `${this.#base}${encodeImage(image)}/manifests/${encodeReference(reference)}` };
  }

  #blobRequest<M extends RegistryRequest["method"]>(method: M, image: string, digest: string) {
    return { method, path: `${this.#base}${encodeImage(image)}/blobs/${encodeReference(digest)}` };
  }

  /** Returns the path of the new upload session. */
  async #startUpload(image: string): Promise<string> {
    const request: RegistryRequest = { method: "POST", path: `${this.#base}${encodeImage(image)}/blobs/uploads/` };
    const { statusCode, headers, body } = await this.#requests.send(request);
    await body.dump();
    const { origin } = this.#requests;
    const location = URL.parse(String(headers.location ?? ""), origin + request.path);
    // Behind a proxy that passes on a wrong scheme, Nexus returns a location with it: only the host is compared, and the
    // upload goes to the registry's own origin.
    if (headers.location === undefined || location?.hostname !== new URL(origin).hostname)
      throw this.#requests.toError(request, statusCode, "The response has no upload location on this registry");
    return location.pathname + location.search;
  }

  /** Reads all pages of a list; each has a link to the next. */
  async #readPages(path: string, field: string): Promise<string[]> {
    const first: RegistryRequest = { method: "GET", path: `${this.#base}${path}?n=1000` };
    return readAllPages(first, async (next = first.path) => {
      const request: RegistryRequest = { method: "GET", path: next };
      const response = await this.#requests.send(request);
      const body = parseJson(await this.#requests.readText(request, response));
      const page = isFields(body) ? body[field] : undefined;
      // The list of an image without tags is null.
      if (page === undefined)
        throw this.#requests.toError(request, 200, `Not a response of a registry: "${field}" is missing`);
      const names = page ?? [];
      if (!isTextList(names))
        throw this.#requests.toError(request, 200, `Not a response of a registry: "${field}" is not a list of texts`);
      const [, link] = /<([^>]+)>\s*;\s*rel="?next"?/i.exec(String(response.headers.link ?? "")) ?? [];
      return {
        items: names,
        next: link === undefined ? undefined : this.#toOwnPath(request, link),
      };
    });
  }

  /** Nexus links to the path of the repository on its main port, also in responses of a connector port. */
  #toOwnPath(request: RegistryRequest, link: string): string {
    const url = URL.parse(link, this.#requests.origin);
    if (!url) throw this.#requests.toError(request, 200, "The link to the next page is not a URL");
    const { pathname, search } = url;
    return `${this.#base}${pathname.split("/v2/").slice(1).join("/v2/")}${search}`;
  }

  /** Returns the headers of a response, or undefined for 404. */
  async #readHeaders(request: RegistryRequest): Promise<TransportResponse["headers"] | undefined> {
    try {
      const { headers, body } = await this.#requests.send(request);
      await body.dump();
      return headers;
    } catch (error) {
      if (error instanceof RegistryError && error.status === 404) return undefined;
      throw error;
    }
  }
}

function isTextList(value: Json): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isDigest(reference: string): boolean {
  return reference.includes(":");
}

function isManifest(bytes: Buffer): boolean {
  const json = parseJson(bytes.toString("utf8"));
  return typeof json === "object" && json !== null && "schemaVersion" in json;
}

function ignoreErrorResponse(error: unknown): void {
  if (!(error instanceof NexusError)) throw error;
}

function encodeImage(image: string): string {
  return image.split("/").map(encodeURIComponent).join("/");
}

/** Keeps the colon of a digest, as other clients do: not every proxy decodes it. */
function encodeReference(reference: string): string {
  return encodeURIComponent(reference).replaceAll("%3A", ":");
}
