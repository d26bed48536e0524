import { expect, it, onTestFinished } from "vitest";
import { MeasuredNexus } from "../../bench/measured-nexus.ts";
import { runPlainLoop } from "../../bench/plain-loop.ts";

it("the plain loop creates, reads and deletes the estate with one request an object", async () => {
  const nexus = await MeasuredNexus.start("embedded");
  onTestFinished(() => nexus.stop());
  const without = await nexus.readHoldings();
  const { measurements, holdings } = await runPlainLoop({ nexus, each: 2, log: () => {} });
  expect(measurements.map(({ step, requests }) => [step, requests])).toEqual([
    ["create", 6],
    ["read", 3],
    ["delete", 6],
  ]);
  expect(holdings).toContain("bench-2");
  expect(await nexus.readHoldings()).toBe(without);
});
