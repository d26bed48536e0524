/**
 * Tests that the next `up` repairs what any fault left behind, on an estate with every kind. FAULT_RUNS=200 sets the number of
 * runs, FAULT_SEED=17 repeats one, FAULT_SEED=42-200 runs some. Each run has a fault in each operation; a seed decides which requests it hits.
 */
import { afterAll, expect, it } from "vitest";
import {
  type FaultOutcome,
  phases,
  type Reference,
  runOnTwoNodes,
  runWithFaults,
  runWithoutFaults,
} from "../support/faults/fault-run.ts";
import { faultTypes } from "../support/faults/fault-types.ts";
import { isSeedGiven, listSeeds } from "../support/faults/seeds.ts";
import { itInFull } from "../support/scope.ts";

const seeds = listSeeds({ short: 3, full: 200 });

let reference: Promise<Reference> | undefined;
const outcomes: FaultOutcome[] = [];

// A run waits for several timeouts of 1 s, and takes minutes on a busy machine.
it.for(seeds)(
  "an up after faults ends as declared, and writes nothing again (seed %i)",
  { timeout: 900_000 },
  async (seed) => {
    reference ??= runWithoutFaults();
    const withoutFaults = await reference;
    // Consecutive seeds combine each fault with each operation that it can hit. A refresh writes nothing, for example.
    const faults = await runWithFaults(seed, withoutFaults, (phase) => {
      const index = (seed * 5 + phases.indexOf(phase) * 7) % faultTypes.length;
      const fault = [...faultTypes.slice(index), ...faultTypes].find(({ canHit }) =>
        withoutFaults[phase].requests.some((request) => canHit?.(request) ?? true),
      );
      if (!fault) throw new Error(`no fault for seed ${seed}`);
      return fault;
    });
    outcomes.push(...faults);
    expect(faults).toHaveLength(phases.length);
    expect(
      faults.filter(({ hits }) => hits === 0),
      "faults that hit no request",
    ).toEqual([]);
  },
);

itInFull("an estate on two nodes, one of which knows changes 10 s later, is changed without a failure", async () => {
  reference ??= runWithoutFaults();
  await runOnTwoNodes(await reference, 10_000);
});

afterAll(() => {
  // One seed may hit requests that are repeated. If no operation of several seeds failed, no fault was injected.
  if (!isSeedGiven) expect(outcomes.filter(({ hasFailed }) => hasFailed)).not.toEqual([]);
  if (process.env.FAULT_RUNS === undefined) return;
  const rows = faultTypes.map(({ name }) => {
    const cells = phases.map((phase) => {
      const runs = outcomes.filter((outcome) => outcome.fault === name && outcome.phase === phase);
      return `${runs.length} (${runs.filter(({ hasFailed }) => hasFailed).length})`;
    });
    return `| ${[name, ...cells].join(" | ")} |`;
  });
  console.log([`| fault | ${phases.join(" | ")} |`, "|---|---|---|---|---|", ...rows].join("\n"));
});
