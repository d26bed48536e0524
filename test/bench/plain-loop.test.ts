import { expect, it, onTestFinished } from "vitest";
import { MeasuredNexus } from "../../bench/measured-nexus.ts";
import { runPlainLoop } from "../../bench/plain-loop.ts";
import { createEstate } from "../../bench/sample-estate.ts";

it.each([
  ["uniform", 6],
  ["foundation", 15],
] as const)(
  "the plain loop creates, reads and deletes the estate %s with one request an object",
  async (shape, count) => {
    const nexus = await MeasuredNexus.start("embedded");
    onTestFinished(() => nexus.stop());
    const without = await nexus.readHoldings();
    const { measurements, holdings } = await runPlainLoop({
      nexus,
      estate: createEstate(shape, count),
      log: () => {},
    });
    expect(measurements.map(({ step, requests }) => [step, requests])).toEqual([
      ["create", count],
      ["read", 3],
      ["delete", count],
    ]);
    expect(holdings).toContain(shape === "uniform" ? "bench-2" : "bench-project-2-maven");
    expect(await nexus.readHoldings()).toBe(without);
  },
);
