import { setTimeout as sleep } from "node:timers/promises";
import { NexusError } from "../client/errors.ts";
import type { NexusClient, NexusRequest, NexusResponse } from "../client/nexus-client.ts";
import { isFields, type Json } from "../util/json.ts";

/** The time after which every node of a cluster knows a change, in milliseconds: seen are up to 10 s. */
const nodeLag = 12_000;
const pollDelay = 500;

/**
 * Several nodes of Nexus (Pro) behind a load balancer. A node may know a change only some seconds after another node has
 * made it, so an object that this stack has just created can be missing in a response.
 */
export class Cluster {
  readonly #client: NexusClient;
  #exists: Promise<boolean> | undefined;
  /** The times of this run's last writes by identity, in milliseconds since 1970. */
  readonly #writeTimes = new Map<string, number>();

  constructor(client: NexusClient) {
    this.#client = client;
  }

  /**
   * Reads until the result is as expected, but not longer than the nodes of a cluster need to agree. Reads once if Nexus
   * is a single node.
   */
  async readUntil<T>(read: () => Promise<T>, isExpected: (result: T) => boolean): Promise<T> {
    const end = Date.now() + nodeLag;
    for (;;) {
      const result = await read();
      if (isExpected(result) || Date.now() > end || !(await this.exists())) return result;
      await sleep(pollDelay);
    }
  }

  /** Records that this run has created or changed an object. */
  recordWrite(identity: string): void {
    this.#writeTimes.set(identity, Date.now());
  }

  /**
   * Sends a request. If it is refused because an object is unknown that this run has just written, it is repeated until
   * all nodes must know the object.
   */
  async send(request: NexusRequest): Promise<NexusResponse> {
    for (;;)
      try {
        return await this.#client.send(request);
      } catch (error) {
        if (!(error instanceof NexusError && this.#lacksRecentWrite(request, error))) throw error;
        await sleep(pollDelay);
      }
  }

  /** A refusal names the unknown object (`Member repository does not exist: a`), or no object (`Blob store not found`). */
  #lacksRecentWrite({ path, body }: NexusRequest, { status, details }: NexusError): boolean {
    if (![400, 404].includes(status) || !/not exist|not found|Invalid \w+ '.*' supplied/i.test(details.text))
      return false;
    const sent = new Set([...path.split("/").map(decodeURIComponent), ...collectTexts(body)]);
    const words = new Set(details.text.split(/[\s'":,;]+/));
    const named = [...sent].filter((text) => words.has(text));
    const unknown = named.length ? named : [...sent];
    return unknown.some((identity) => Date.now() - (this.#writeTimes.get(identity) ?? 0) < nodeLag);
  }

  /** Returns true if Nexus has several nodes, or if the user may not see its nodes. */
  exists(): Promise<boolean> {
    this.#exists ??= this.#countsNodes().catch((error) => {
      this.#exists = undefined;
      throw error;
    });
    return this.#exists;
  }

  /** Returns true also if the user may not see the nodes: then waiting is the safe choice. Only Pro has clusters. */
  async #countsNodes(): Promise<boolean> {
    const { edition } = await this.#client.resolveServer();
    if (edition !== "PRO") return false;
    try {
      const { body } = await this.#client.get("/beta/status/check/cluster");
      return (Array.isArray(body) ? body : Object.keys(isFields(body) ? body : {})).length > 1;
    } catch (error) {
      if (error instanceof NexusError && error.status < 500) return error.status === 403;
      throw error;
    }
  }
}

function collectTexts(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(collectTexts) : [];
}
