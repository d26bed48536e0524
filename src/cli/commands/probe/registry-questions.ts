import { mayHaveTakenEffect } from "../../../client/errors.ts";
import { pushImage } from "../../../client/push-image.ts";
import { RegistryClient } from "../../../client/registry-client.ts";
import { pickTrust } from "../../../client/tls.ts";
import {
  type CatalogProbeRequest,
  type ImageProbeRequest,
  type ProbeIdentity,
  type ProbeResponse,
  type RegistryProbeRequest,
  uniquePlaceholder,
} from "../../../clients/probe/probe-plan.ts";
import { isProbeImage } from "../../../clients/probe/registry-checks.ts";
import { deferSignals } from "../../shared/signals.ts";
import { type ProbeSettings, resolveCredentials, UnknownPassword } from "./probe-settings.ts";

/** The tag of images that the probe pushes. */
const tag = "probe";

/** The number of images that are searched for one with a tag. */
const maximumImages = 3;

/** Sends the requests of a probe to registries, with one client for each registry and identity. */
export class RegistryQuestions {
  readonly #settings: ProbeSettings;
  readonly #clients = new Map<string, RegistryClient>();

  constructor(settings: ProbeSettings) {
    this.#settings = settings;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }

  /** Sends a `ping`, `login`, `pull` or `push` request. */
  async send({ url, image, operation, as }: RegistryProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    const client = this.#client(url, as);
    if (client instanceof UnknownPassword) return client;
    const name = image.replaceAll(uniquePlaceholder, this.#settings.unique);
    switch (operation) {
      case "ping": {
        const { status, challenges } = await client.ping();
        const open = await client.acceptsCredentials();
        return { type: "status", status, message: "", challenges: challenges.map(({ scheme }) => scheme), open };
      }
      case "login":
        return (await client.acceptsCredentials())
          ? { type: "status", status: 200, message: "" }
          : { type: "status", status: 401, message: "the credentials are not accepted" };
      case "pull":
        await client.getManifest(name, tag);
        return { type: "status", status: 200, message: "the image exists" };
      case "push":
        await client.checkUploadAllowed(name);
        return { type: "status", status: 202, message: "an upload can be started" };
    }
  }

  /** Reads the content of a registry: its catalog, the tags of an image, and whether a tag resolves to its digest. */
  async readContent({ url, as }: CatalogProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    const identity =
      as.find((identity) => !(resolveCredentials(identity, this.#settings) instanceof UnknownPassword)) ?? "stack";
    const client = this.#client(url, identity);
    if (client instanceof UnknownPassword) return client;
    const images = (await client.listImages()).filter((image) => !isProbeImage(image));
    for (const image of images.slice(0, maximumImages)) {
      const [first] = await client.listTags(image);
      if (first === undefined) continue;
      const digest = await client.resolveDigest(image, first);
      // The tag may have been deleted just now.
      if (digest === undefined && !(await client.listTags(image)).includes(first)) continue;
      if (digest === undefined)
        return {
          type: "content",
          images: images.length,
          problem: `${image}:${first} is in the list of tags but does not exist`,
        };
      await client.getManifest(image, digest);
      return { type: "content", images: images.length, sample: { image, tag: first, digest } };
    }
    return { type: "content", images: images.length };
  }

  /** Pushes an image and removes it again, also if a signal arrives meanwhile. */
  async pushAndRemove({ url, image, as, removedBy }: ImageProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    const [pusher, remover] = [this.#client(url, as), this.#client(url, removedBy)];
    if (pusher instanceof UnknownPassword) return pusher;
    if (remover instanceof UnknownPassword) return remover;
    const name = image.replaceAll(uniquePlaceholder, this.#settings.unique);
    return deferSignals(() => pushAndRemoveImage(name, pusher, remover));
  }

  #client(url: string, identity: ProbeIdentity): RegistryClient | UnknownPassword {
    const credentials = resolveCredentials(identity, this.#settings);
    if (credentials instanceof UnknownPassword) return credentials;
    const key = JSON.stringify([url, identity]);
    let client = this.#clients.get(key);
    if (!client) {
      const { connection, timeout } = this.#settings;
      // The first response counts: a client sees it too.
      const retry = { retryFor: 0 };
      client = new RegistryClient({
        url,
        retry,
        timeout,
        ...pickTrust(connection),
        ...(credentials && { credentials }),
      });
      this.#clients.set(key, client);
    }
    return client;
  }
}

/** Pushes and removes an image. A failed request may have taken effect, so the state of the registry is checked after it. */
async function pushAndRemoveImage(
  name: string,
  pusher: RegistryClient,
  remover: RegistryClient,
): Promise<ProbeResponse> {
  const errors: unknown[] = [];
  const record = (error: unknown) => void errors.push(error);
  const findDigest = () => remover.resolveDigest(name, tag);
  // An empty tar archive: two blocks of zeros.
  const pushed = await pushImage(pusher, name, tag, [Buffer.alloc(1024)]).catch((error) => {
    if (!mayHaveTakenEffect(error)) throw error;
    record(error);
  });
  const digest = pushed ?? (await findDigest().catch(record));
  const [firstError, ...others] = errors;
  if (digest === undefined && !others.length) throw firstError;
  if (digest !== undefined) await remover.deleteManifest(name, digest).catch(record);
  if (digest !== undefined && !errors.length) return { type: "pushed", digest };
  const state = await findDigest().then(
    (remaining) => (remaining === undefined ? "was removed" : "was not removed"),
    () => "may not have been removed",
  );
  const messages = errors.map((error) => (error instanceof Error ? error.message : String(error)));
  return { type: "pushed", problem: `${name}:${tag} ${state}: ${messages.join("; ")}` };
}
