import { createHash } from "node:crypto";
import type { EmbeddedNexus } from "../../src/index.ts";
import { ask, docker, group, hosted, proxy } from "./nexuses.ts";

const DOCKER = "/v1/repositories/docker";
const ADMIN = "admin:admin123";

/** Returns the digest of bytes, `sha256:...`. */
export const digestOf = (bytes: string | Uint8Array): string =>
  `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

export const OCI = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  index: "application/vnd.oci.image.index.v1+json",
};

/** Creates a hosted repository with a connector. */
export async function createDockerHosted(nexus: EmbeddedNexus, name: string, storage: object = {}, more: object = {}) {
  const store = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW", ...storage };
  const port = { httpPort: 5000 + nexus.requests.length };
  await ask(nexus, "POST", `${DOCKER}/hosted`, hosted(name, { ...docker({ ...port, ...more }), storage: store }));
}

/** Creates a group with a connector. */
export async function createDockerGroup(
  nexus: EmbeddedNexus,
  name: string,
  members: readonly string[],
  writable?: string,
) {
  const body = group(name, members, docker({ httpPort: 5000 + nexus.requests.length }));
  const of = { memberNames: members, ...(writable !== undefined && { writableMember: writable }) };
  await ask(nexus, "POST", `${DOCKER}/group`, { ...body, group: of });
}

/** Creates a proxy with a connector, which logs in as admin; returns its settings. */
export async function createDockerProxy(nexus: EmbeddedNexus, name: string, remoteUrl: string, more: object = {}) {
  const upstream = { remoteUrl, contentMaxAge: 1440, metadataMaxAge: 10 };
  const http = { blocked: false, autoBlock: true };
  const login = { type: "username", username: "admin", password: "admin123" };
  const body = proxy(name, {
    ...docker({ httpPort: 5000 + nexus.requests.length }),
    dockerProxy: { indexType: "REGISTRY" },
    proxy: upstream,
    negativeCache: { enabled: true, timeToLive: 5 },
    httpClient: { ...http, authentication: login },
    ...more,
  });
  await ask(nexus, "POST", `${DOCKER}/proxy`, body);
  return body;
}

/** A client of a registry at any address. */
export class TestRegistry {
  readonly base: string;
  readonly as: string | null;

  constructor(base: string, as: string | null = ADMIN) {
    this.base = base;
    this.as = as;
  }

  /** Creates the client of a repository's connector. */
  static at(nexus: EmbeddedNexus, repository: string, as: string | null = ADMIN): TestRegistry {
    return new TestRegistry(`http://127.0.0.1:${nexus.connectorPort(repository)}/v2`, as);
  }

  send(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
    const login = this.as === null ? {} : { Authorization: `Basic ${btoa(this.as)}` };
    const url = URL.canParse(path) ? path : this.base + path;
    return fetch(url, { method, headers: { ...login, ...headers }, ...(body !== undefined && { body }) });
  }

  async status(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<number> {
    const response = await this.send(method, path, body, headers);
    await response.arrayBuffer();
    return response.status;
  }

  /** Returns the status, and code and detail of the first error. */
  async failure(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<unknown[]> {
    const response = await this.send(method, path, body, headers);
    const { errors } = (await response.json()) as { errors: { code: string; detail: unknown }[] };
    return [response.status, errors[0]?.code, errors[0]?.detail];
  }

  /** Returns the status and the code of the first error. */
  async refusal(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<unknown[]> {
    return (await this.failure(method, path, body, headers)).slice(0, 2);
  }

  async json(path: string): Promise<unknown> {
    return (await this.send("GET", path)).json();
  }

  /** Uploads a blob; returns its digest. */
  async blob(name: string, content: string): Promise<string> {
    const digest = digestOf(content);
    await this.send("POST", `/${name}/blobs/uploads/?digest=${digest}`, content);
    return digest;
  }

  /** Pushes an image with one layer, a text; returns the digest of the manifest, or the status if it is refused. */
  async push(name: string, tag: string, text = `${name}:${tag}`): Promise<string | number> {
    const config = await this.blob(name, "{}");
    const manifest = createManifest(config, 2, await this.blob(name, text), text.length);
    const type = { "Content-Type": OCI.manifest };
    const response = await this.send("PUT", `/${name}/manifests/${tag}`, manifest, type);
    await response.arrayBuffer();
    return response.ok ? digestOf(manifest) : response.status;
  }
}

/** Creates the manifest of an image with one layer. */
export function createManifest(
  config: string,
  configSize: number,
  layer: string,
  layerSize: number,
  more: object = {},
): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI.manifest,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: config, size: configSize },
    layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar", digest: layer, size: layerSize }],
    ...more,
  });
}
