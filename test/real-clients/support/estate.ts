import { type EmbeddedNexus, startNexus } from "nexus-embedded";

const STORAGE = { blobStoreName: "default", strictContentTypeValidation: true };

export interface Estate {
  readonly nexus: EmbeddedNexus;
  /** Returns the address of a repository. */
  at(repository: string): string;
  ask(method: string, path: string, body: unknown): Promise<void>;
}

/** Starts a Nexus with a hosted repository of a format (ALLOW_ONCE), a proxy of it, and a group of both. */
export async function estateOf(format: string, more: object = {}): Promise<Estate> {
  const nexus = await startNexus({ connectors: "none" });
  const at = (repository: string) => `${nexus.url}/repository/${repository}/`;
  const ask = async (method: string, path: string, body: unknown): Promise<void> => {
    const headers = { Authorization: `Basic ${btoa("admin:admin123")}`, "Content-Type": "application/json" };
    const answer = await fetch(`${nexus.url}/service/rest${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  const make = (type: string, name: string, parts: object) =>
    ask("POST", `/v1/repositories/${format}/${type}`, { name, online: true, storage: STORAGE, ...more, ...parts });
  await make("hosted", "hosted", { storage: { ...STORAGE, writePolicy: "ALLOW_ONCE" } });
  await make("proxy", "proxy", {
    proxy: { remoteUrl: at("hosted"), contentMaxAge: -1, metadataMaxAge: 0 },
    negativeCache: { enabled: true, timeToLive: 1440 },
    httpClient: { blocked: false, autoBlock: true },
  });
  await make("group", "group", { group: { memberNames: ["hosted"] } });
  return { nexus, at, ask };
}
