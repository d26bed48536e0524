import type { MeasuredNexus } from "./measured-nexus.ts";
import type { SampleEstate } from "./sample-estate.ts";

/** The server and the estate of one measurement. */
export interface BenchmarkContext {
  nexus: MeasuredNexus;
  estate: SampleEstate;
  /** The lists of Nexus without and with the estate. */
  holdings: { without: string; with: string };
  /** Prints a line of progress. */
  log(line: string): void;
}

/** Throws if Nexus has other objects than expected: a measurement of anything else would mean nothing. */
export async function expectHoldings(
  { nexus, holdings }: BenchmarkContext,
  what: keyof BenchmarkContext["holdings"],
): Promise<void> {
  if ((await nexus.readHoldings()) === holdings[what]) return;
  throw new Error(`the objects in Nexus differ from those ${what} the estate of the plain loop`);
}
