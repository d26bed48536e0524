/** The faults of the matrix. A seed decides which requests they hit, so that it reproduces a run. */
import { setTimeout as sleep } from "node:timers/promises";
import type { EmbeddedNexus, Fault } from "nexus-embedded";
import { chooseFraction } from "./seeded-choice.ts";

/** The run that a fault is injected into. */
export interface FaultContext {
  /** Injects a fault into the Nexus of the run. Returns the function that ends it. */
  injectFault(fault: Fault): () => void;
  /** The seed, with the operation. */
  seed: string;
  /** One of the requests that the operation sends without faults. It is hit in any case, and a fault that lasts begins with it. */
  trigger: string;
  /** Gives the user of the stack other roles. */
  setRoles(roles: string[]): Promise<void>;
  /** Ends the operation as if Pulumi was killed, see `InProcessStack.kill`. */
  kill(options: { checkpoints: boolean }): void;
}

/** Represents a type of fault. */
export interface FaultType {
  name: string;
  /** Returns true for a request that the fault can hit. Default: all requests. */
  canHit?: (requestKey: string) => boolean;
  /** True if it needs an in-process stack with a timeout of 1 s. Other faults concern any client of the server. */
  isForStacks?: true;
  /** Injects the fault. Returns the function that ends it. */
  inject(context: FaultContext): () => Promise<void>;
}

/** The roles of the user of the stack, without and with a fault. */
export const fullRole = "nx-admin";
export const restrictedRole = "restricted";

/** Returns a request without its parts that differ from run to run. */
export function toRequestKey({ method, path }: { method: string; path: string }): string {
  return `${method} ${path.replace(/[\da-f]{8}-[\da-f-]{27}|[\da-f]{16}/g, "*")}`;
}

type Effect = Omit<Fault, "method" | "path" | "when" | "times">;

const unlimited = Number.MAX_SAFE_INTEGER;

/** Injects an effect into the trigger and into a part of all requests, from 0 to 1. A repeated request is hit again or not. */
function sometimes(part: number, effect: Effect): FaultType["inject"] {
  return ({ injectFault, seed, trigger }) => {
    const counts = new Map<string, number>();
    const when: Fault["when"] = (request) => {
      const key = toRequestKey(request);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      return (key === trigger && count === 0) || chooseFraction(seed, key, count) < part;
    };
    return toAsync(injectFault({ ...effect, times: unlimited, when }));
  };
}

/** Injects an effect into a number of requests that begin with the trigger. Default: all further ones. */
function fromTrigger(effect: Effect, times = unlimited): FaultType["inject"] {
  return ({ injectFault, trigger }) => toAsync(injectFault({ ...effect, times, when: isFrom(trigger) }));
}

/** Returns a condition that holds for a request and all later ones. */
function isFrom(trigger: string): (request: { method: string; path: string }) => boolean {
  let hasBegun = false;
  return (request) => {
    hasBegun ||= toRequestKey(request) === trigger;
    return hasBegun;
  };
}

/** Kills Pulumi at the trigger, whose request takes effect, and drops what the provider sends afterwards. */
function kill(options: { checkpoints: boolean }): FaultType["inject"] {
  return ({ injectFault, trigger, kill: killEngine }) => {
    const when = isFrom(trigger);
    const endFirst = injectFault({ when, onInject: () => killEngine(options), replaceResponse: "reset" });
    const endOthers = injectFault({ when, times: unlimited, reset: true });
    return async () => {
      endFirst();
      endOthers();
    };
  };
}

/** Responds to all writes from the trigger on, and answers reads. */
function toWrites(response: Fault["response"]): Omit<FaultType, "name"> {
  return {
    canHit: (requestKey) => !requestKey.startsWith("GET "),
    inject: ({ injectFault, trigger }) => {
      const isLater = isFrom(trigger);
      const when: Fault["when"] = (request) => isLater(request) && request.method !== "GET";
      return toAsync(injectFault({ when, times: unlimited, ...(response && { response }) }));
    },
  };
}

/** Gives the user of the stack a role that reads some objects only. Nexus hides the others from its lists. */
const restrictUser: FaultType["inject"] = ({ injectFault, trigger, setRoles }) => {
  const end = injectFault({ when: isFrom(trigger), onInject: () => setRoles([restrictedRole]) });
  return async () => {
    end();
    await setRoles([fullRole]);
  };
};

/** Delays requests for longer than the timeout. The fault ends when all of them have taken effect. */
const takeEffectLater: FaultType["inject"] = (context) => {
  const delayMs = 1_300;
  const end = sometimes(0.01, { delayMs })(context);
  return async () => {
    await end();
    await sleep(delayMs + 100);
  };
};

const htmlPage = { body: "<html><body>Sign in</body></html>", headers: { "content-type": "text/html" } };
const javaError = "ERROR: (ID 1) java.lang.IllegalStateException: something";

export const faultTypes: readonly FaultType[] = Object.entries({
  "connection reset before the request took effect": sometimes(0.1, { reset: true }),
  "connection reset after the request took effect": sometimes(0.1, { replaceResponse: "reset" }),
  "no connection for 0.4 s": fromTrigger({ refuseConnectionsMs: 400 }, 1),
  "connections reset until the end": fromTrigger({ reset: true }),
  "502 before the request took effect": sometimes(0.1, { response: { status: 502, ...htmlPage } }),
  "504 after the request took effect": sometimes(0.1, { replaceResponse: { status: 504, ...htmlPage } }),
  "burst of 503": fromTrigger({ response: { status: 503 } }, 25),
  "503 until the end": fromTrigger({ response: { status: 503 } }),
  "burst of 429": fromTrigger({ response: { status: 429, headers: { "retry-after": "0" } } }, 25),
  "500 before the request took effect": sometimes(0.03, { response: { status: 500, body: javaError } }),
  "500 after the request took effect": sometimes(0.05, { replaceResponse: { status: 500, body: javaError } }),
  "404 of a gateway": sometimes(0.05, { response: { status: 404, ...htmlPage } }),
  "timeout, and the request takes effect later": forStacks(takeEffectLater),
  "timeout after the request took effect": forStacks(sometimes(0.01, { responseDelayMs: 1_300 })),
  "truncated body": sometimes(0.1, { halfBody: "reset" }),
  "HTML page in place of the response": sometimes(0.1, { replaceResponse: { status: 200, ...htmlPage } }),
  "empty body in place of the response": sometimes(0.05, { replaceResponse: { status: 200 } }),
  "slow body": sometimes(0.1, { halfBody: { pauseMs: 50 } }),
  "body slower than the timeout": forStacks(sometimes(0.01, { halfBody: { pauseMs: 1_300 } })),
  "read-only from a request on": toWrites({
    status: 503,
    body: "Nexus Repository Manager is in read-only mode: (ID 1)",
  }),
  "disk full from a request on": toWrites({
    status: 500,
    body: "ERROR: (ID 1) java.io.IOException: No space left on device",
  }),
  "credentials revoked from a request on": fromTrigger({ response: { status: 401 } }),
  "permissions revoked from a request on": fromTrigger({ response: { status: 403 } }),
  "user restricted to a part of the objects from a request on": forStacks(restrictUser),
  "Pulumi killed, with checkpoints": forStacks(kill({ checkpoints: true })),
  "Pulumi killed, without checkpoints": forStacks(kill({ checkpoints: false })),
}).map(([name, fault]) => ({ name, ...(typeof fault === "function" ? { inject: fault } : fault) }));

function forStacks(inject: FaultType["inject"]): Omit<FaultType, "name"> {
  return { inject, isForStacks: true };
}

/** The faults that concern any client of the server. */
const serverFaultTypes = faultTypes.filter(({ isForStacks }) => !isForStacks);

/**
 * Injects a fault into the server of a command. Consecutive seeds have different faults.
 *
 * @param operation - the operation of a run, which gets another fault than those of the same seed
 * @returns the name of the fault, and the function that ends it
 */
export function injectServerFault(
  nexus: Pick<EmbeddedNexus, "injectFault">,
  seed: number,
  operation: number,
  trigger: string,
): { name: string; end(): Promise<void> } {
  const candidates = serverFaultTypes.filter(({ canHit }) => canHit?.(trigger) ?? true);
  const fault = candidates[(seed * 5 + operation * 7) % candidates.length];
  if (!fault) throw new Error(`no fault for ${trigger}`);
  const onlyForStacks = () => {
    throw new Error(`"${fault.name}" is a fault for stacks only`);
  };
  const end = fault.inject({
    injectFault: (effect) => nexus.injectFault(effect),
    seed: `${seed} ${operation}`,
    trigger,
    setRoles: onlyForStacks,
    kill: onlyForStacks,
  });
  return { name: fault.name, end };
}

const toAsync = (end: () => void) => async () => end();
