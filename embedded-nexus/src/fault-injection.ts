import { setTimeout as sleep } from "node:timers/promises";
import type { ResponseData } from "./http/responses.ts";
import type { Json } from "./json.ts";
import type { Fault, FaultResponse } from "./options.ts";

/** The rules of what goes wrong, each struck as often as it says, the oldest first. */
export class FaultInjector {
  readonly #rules: { rule: Fault; left: number }[] = [];

  /** Adds a rule; gives back what takes it away again. */
  add(rule: Fault): () => void {
    const entry = { rule, left: rule.times ?? 1 };
    this.#rules.push(entry);
    return () => {
      const index = this.#rules.indexOf(entry);
      if (index >= 0) this.#rules.splice(index, 1);
    };
  }

  #strike(method: string, path: string): Fault | undefined {
    const entry = this.#rules.find(({ rule, left }) => {
      const methodFits = rule.method === undefined || rule.method.toUpperCase() === method;
      return left > 0 && methodFits && (rule.path === undefined || path.search(rule.path) >= 0);
    });
    if (entry) entry.left--;
    return entry?.rule;
  }

  /** Serves a request under the rules; "reset" stands for a dropped connection. */
  async serve(method: string, path: string, work: () => Promise<ResponseData>): Promise<ResponseData | "reset"> {
    const rule = this.#strike(method, path);
    if (!rule) return work();
    if (rule.delayMs !== undefined) await sleep(rule.delayMs);
    if (rule.reset) return "reset";
    if (rule.response) return asAnswer(rule.response);
    const answer = await work();
    if (rule.replaceResponse === undefined) return answer;
    return rule.replaceResponse === "reset" ? "reset" : asAnswer(rule.replaceResponse);
  }
}

function asAnswer({ status, body, headers }: FaultResponse): ResponseData {
  const rest = headers ? { headers } : {};
  if (body === undefined) return { status, ...rest };
  return typeof body === "string" ? { status, text: body, ...rest } : { status, json: body as Json, ...rest };
}
