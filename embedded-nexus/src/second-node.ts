import { Nexus, type NexusSetup } from "./nexus.ts";
import type { NexusState } from "./state.ts";

/**
 * Emulates a cluster of two nodes behind a load balancer. They share the content and the database; the second node has
 * caches, so it knows a change only after some time. Requests go to the nodes in turn, reads and writes separately.
 */
export class SecondNode {
  readonly #nexus: Nexus;
  readonly #lagMs: number;
  /** States with the time of the change, the oldest first. */
  readonly #history: { readonly time: number; readonly state: NexusState }[] = [];
  readonly #requests = { read: 0, write: 0 };

  constructor(first: NexusSetup, lagMs: number) {
    this.#nexus = new Nexus({ ...first, state: structuredClone(first.state), emulateRaces: false, onChange: () => {} });
    this.#nexus.isCluster = true;
    this.#lagMs = lagMs;
  }

  /** Records the state after a change. */
  record(state: NexusState): void {
    this.#history.push({ time: performance.now(), state: structuredClone(state) });
  }

  /** Returns this node, with what it knows now, if it is its turn. */
  takeTurn(purpose: "read" | "write"): Nexus | undefined {
    if (++this.#requests[purpose] % 2) return undefined;
    const isKnown = ({ time }: { time: number }) => performance.now() - time >= this.#lagMs;
    const last = this.#history.findLastIndex(isKnown);
    const [known] = this.#history.splice(0, last + 1).slice(-1);
    if (known) Object.assign(this.#nexus.state, known.state);
    return this.#nexus;
  }
}
