import { setTimeout as sleep } from "node:timers/promises";
import type { ResponseData } from "./http/responses.ts";
import type { Json } from "./json.ts";
import type { Fault, FaultResponse } from "./options.ts";

/** Injects faults into requests. Of several faults that match a request, the one added first is injected. */
export class FaultInjector {
  /** Drops all connections, and refuses new ones for a time in milliseconds. */
  refuseConnections: (milliseconds: number) => void = () => {};
  readonly #faults: { readonly fault: Fault; remaining: number; readonly spared: number[] }[] = [];

  /** Adds a fault; returns the function that removes it. */
  add(fault: Fault): () => void {
    const entry = { fault, remaining: fault.times ?? 1, spared: [] };
    this.#faults.push(entry);
    return () => {
      const index = this.#faults.indexOf(entry);
      if (index >= 0) this.#faults.splice(index, 1);
    };
  }

  /** Handles a request with the fault that matches it, if any; "reset" stands for a dropped connection. */
  async handle(method: string, path: string, work: () => Promise<ResponseData>): Promise<ResponseData | "reset"> {
    const fault = this.#takeMatching(method, path);
    if (!fault) return work();
    if (fault.delayMs !== undefined) await sleep(fault.delayMs);
    await fault.onInject?.();
    if (fault.refuseConnectionsMs !== undefined) this.refuseConnections(fault.refuseConnectionsMs);
    if (fault.reset || fault.refuseConnectionsMs !== undefined) return "reset";
    if (fault.response) return toResponseData(fault.response);
    const response = await work();
    if (fault.responseDelayMs !== undefined) await sleep(fault.responseDelayMs);
    if (fault.halfBody) return { ...response, halfBody: fault.halfBody };
    if (fault.withoutServerHeader) return { ...response, omitsServer: true };
    if (fault.replaceResponse === undefined) return response;
    return fault.replaceResponse === "reset" ? "reset" : toResponseData(fault.replaceResponse);
  }

  #takeMatching(method: string, path: string): Fault | undefined {
    const entry = this.#faults.find(({ fault, remaining, spared }) => {
      const methodMatches = fault.method === undefined || fault.method.toUpperCase() === method;
      const pathMatches = fault.path === undefined || path.search(fault.path) >= 0;
      if (remaining <= 0 || !methodMatches || !pathMatches) return false;
      return (fault.when?.({ method, path }) ?? true) && !isSpared(fault, spared);
    });
    if (entry) entry.remaining--;
    return entry?.fault;
  }
}

/** @param spared - the times of the spared requests in the last second, which are updated */
function isSpared({ allowedPerSecond = 0 }: Fault, spared: number[]): boolean {
  const now = performance.now();
  while (spared.length && now - (spared[0] ?? now) >= 1000) spared.shift();
  if (spared.length >= allowedPerSecond) return false;
  spared.push(now);
  return true;
}

function toResponseData({ status, body, headers }: FaultResponse): ResponseData {
  const data = { status, omitsServer: true, ...(headers && { headers }) } as const;
  if (body === undefined) return data;
  return typeof body === "string" ? { ...data, text: body } : { ...data, json: body as Json };
}
