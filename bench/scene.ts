import type { MeasuredNexus } from "./servers.ts";

/** Where and what is measured. */
export interface Scene {
  nexus: MeasuredNexus;
  /** How many repositories, roles and users there are, each. */
  each: number;
  /** What Nexus holds without the estate, and with it. */
  holdings: { without: string; with: string };
  /** Tells who waits what is under way. */
  say(line: string): void;
}

/** A way that makes something else than the estate, or leaves something, is measured for nothing. */
export async function expectHoldings({ nexus, holdings }: Scene, what: keyof Scene["holdings"]): Promise<void> {
  if ((await nexus.holdings()) === holdings[what]) return;
  throw new Error(`Nexus should be as it is ${what} the estate that the plain loop made, and is not`);
}
