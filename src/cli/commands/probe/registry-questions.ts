import { mayHaveTakenEffect } from "../../../client/errors.ts";
import { pushImage } from "../../../client/push-image.ts";
import { RegistryClient } from "../../../client/registry-client.ts";
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

/** What the probe's images are tagged with. */
const tag = "probe";

/** Images that are looked at until one has a tag. */
const enough = 3;

/** Questions to registries; one client for each and each asker. */
export class RegistryQuestions {
  readonly #means: ProbeSettings;
  readonly #open = new Map<string, RegistryClient>();

  constructor(means: ProbeSettings) {
    this.#means = means;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((client) => client.close()));
  }

  async answer({ url, image, operation, as }: RegistryProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    const client = this.#client(url, as);
    if (client instanceof UnknownPassword) return client;
    const name = image.replaceAll(uniquePlaceholder, this.#means.unique);
    switch (operation) {
      case "ping": {
        const { status, challenges } = await client.ping();
        const open = await client.acceptsCredentials();
        return { type: "status", status, message: "", challenges: challenges.map(({ scheme }) => scheme), open };
      }
      case "login":
        return (await client.acceptsCredentials())
          ? { type: "status", status: 200, message: "" }
          : { type: "status", status: 401, message: "these credentials are not accepted" };
      case "pull":
        await client.getManifest(name, tag);
        return { type: "status", status: 200, message: "there is such an image" };
      case "push":
        await client.checkUploadAllowed(name);
        return { type: "status", status: 202, message: "an upload may begin" };
    }
  }

  /** What a registry holds: its catalog, an image's tags, and whether a tag is what its digest says. */
  async readContent({ url, as }: CatalogProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    const asker = as.find((one) => !(resolveCredentials(one, this.#means) instanceof UnknownPassword)) ?? "stack";
    const client = this.#client(url, asker);
    if (client instanceof UnknownPassword) return client;
    const images = (await client.listImages()).filter((image) => !isProbeImage(image));
    for (const image of images.slice(0, enough)) {
      const [first] = await client.listTags(image);
      if (first === undefined) continue;
      const digest = await client.resolveDigest(image, first);
      // Somebody may have retracted it just now.
      if (digest === undefined && !(await client.listTags(image)).includes(first)) continue;
      if (digest === undefined)
        return { type: "content", images: images.length, problem: `${image}:${first} is listed, and is not there` };
      await client.getManifest(image, digest);
      return { type: "content", images: images.length, sample: { image, tag: first, digest } };
    }
    return { type: "content", images: images.length };
  }

  /** Pushes an image, and takes it away again, whatever comes between. */
  async pushAndRemove({ url, image, as, removedBy }: ImageProbeRequest): Promise<ProbeResponse | UnknownPassword> {
    const [pusher, remover] = [this.#client(url, as), this.#client(url, removedBy)];
    if (pusher instanceof UnknownPassword) return pusher;
    if (remover instanceof UnknownPassword) return remover;
    const name = image.replaceAll(uniquePlaceholder, this.#means.unique);
    return deferSignals(() => pushedAndRemoved(name, pusher, remover));
  }

  #client(url: string, asker: ProbeIdentity): RegistryClient | UnknownPassword {
    const credentials = resolveCredentials(asker, this.#means);
    if (credentials instanceof UnknownPassword) return credentials;
    const key = JSON.stringify([url, asker]);
    let client = this.#open.get(key);
    if (!client) {
      const { connection, timeout } = this.#means;
      const { ca, insecure } = connection;
      // What a client sees at the first try is what counts.
      const retry = { maxAttempts: 1, delay: 1 };
      client = new RegistryClient({
        url,
        retry,
        timeout,
        ...(ca && { ca }),
        ...(insecure && { insecure }),
        ...credentials,
      });
      this.#open.set(key, client);
    }
    return client;
  }
}

/** What an answer says may not be what was done: where one goes wrong, what is there is looked at. */
async function pushedAndRemoved(name: string, pusher: RegistryClient, remover: RegistryClient): Promise<ProbeResponse> {
  const troubles: unknown[] = [];
  const note = (error: unknown) => void troubles.push(error);
  const there = () => remover.resolveDigest(name, tag);
  // An empty archive: two blocks of nothing.
  const pushed = await pushImage(pusher, name, tag, [Buffer.alloc(1024)]).catch((error) => {
    if (!mayHaveTakenEffect(error)) throw error;
    note(error);
  });
  const digest = pushed ?? (await there().catch(note));
  const [trouble, ...others] = troubles;
  if (digest === undefined && !others.length) throw trouble;
  if (digest !== undefined) await remover.deleteManifest(name, digest).catch(note);
  if (digest !== undefined && !troubles.length) return { type: "pushed", digest };
  const state = await there().then(
    (left) => (left === undefined ? "is gone" : "stays"),
    () => "may stay",
  );
  const words = troubles.map((error) => (error instanceof Error ? error.message : String(error)));
  return { type: "pushed", problem: `${name}:${tag} ${state}: ${words.join("; ")}` };
}
