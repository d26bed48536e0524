import { describe, expect, it } from "vitest";
import { evaluateBudgets, evaluateTerraform, evaluateUnchanged } from "../../bench/budgets.ts";
import {
  bareEngine,
  type Measurement,
  median,
  mergeRounds,
  pulumiCli,
  type Step,
  terraform,
} from "../../bench/measurements.ts";
import { createEstate } from "../../bench/sample-estate.ts";

const measurement = (step: Step, seconds: number, requests = 0, passwordChecks = 0): Measurement => ({
  way: "a scenario",
  step,
  seconds,
  requests,
  passwordChecks,
});

it.each([
  [[3], 3],
  [[1, 9, 2], 2],
  [[4, 1, 2, 9], 3],
])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

it("rounds are merged by the median of the seconds and the maximum of the requests", () => {
  const rounds = [
    [measurement("up", 4, 453), measurement("refresh", 1, 3, 150)],
    [measurement("up", 9, 460), measurement("refresh", 2, 3, 149)],
    [measurement("up", 5, 453), measurement("refresh", 3, 2, 150)],
  ];
  expect(mergeRounds(rounds)).toEqual([measurement("up", 5, 460), measurement("refresh", 2, 3, 150)]);
});

describe("the request budget for 450 resources, 150 of them users,", () => {
  it.each<[Step, number, number, boolean | undefined]>([
    ["up", 475, 0, true],
    ["up", 476, 0, false],
    ["up", 450, 1, false],
    ["preview", 0, 0, true],
    ["unchanged", 1, 0, false],
    ["refresh", 10, 150, true],
    ["refresh", 11, 0, false],
    ["refresh", 0, 151, false],
    ["destroy", 475, 0, true],
    ["destroy", 476, 0, false],
    ["again", 1_000, 1_000, undefined],
  ])("of %s with %d requests and %d password checks is met: %s", (step, requests, passwordChecks, isMet) => {
    const [evaluated] = evaluateBudgets(
      [measurement(step, 1, requests, passwordChecks)],
      createEstate("uniform", 450),
      true,
    );
    expect(evaluated?.requestsMet).toBe(isMet);
  });
});

it("only the initial up is compared with the plain loop, and has a time budget on a real Nexus only", () => {
  const measurements = [
    measurement("create", 2),
    measurement("up", 6),
    measurement("up", 7),
    measurement("refresh", 9),
  ];
  const all = evaluateBudgets(measurements, createEstate("uniform", 3), true);
  expect(all.map(({ timesLoop, timeMet }) => [timesLoop, timeMet])).toEqual([
    [undefined, undefined],
    [3, true],
    [3.5, false],
    [undefined, undefined],
  ]);
  expect(evaluateBudgets(measurements, createEstate("uniform", 3), false).map(({ timeMet }) => timeMet)).toEqual(
    Array(4).fill(undefined),
  );
  expect(evaluateBudgets(measurements, createEstate("uniform", 3), false)[1]?.timesLoop).toBe(3);
});

it("an unchanged up is compared with the bare engine by CPU time, which other programs change less than seconds", () => {
  const unchanged = (way: string, cpuSeconds: number): Measurement => ({
    ...measurement("unchanged", 99),
    way,
    usage: { cpuSeconds, peakMegabytes: 1 },
  });
  const all = [unchanged("a scenario", 5.5), unchanged("another", 6.5), unchanged(bareEngine, 5)];
  expect(evaluateUnchanged(all)).toEqual([
    { times: 1.1, isMet: true },
    { times: 1.3, isMet: false },
  ]);
  expect(evaluateUnchanged(all.slice(0, 2))).toEqual([]);
});

it("the CLI is compared with Terraform where that was measured, and Terraform has no request budget", () => {
  const all = [
    { ...measurement("up", 6), way: pulumiCli },
    { ...measurement("refresh", 3), way: pulumiCli },
    { ...measurement("up", 10, 9_999), way: terraform },
    { ...measurement("refresh", 5), way: terraform },
  ];
  expect(evaluateTerraform(all)).toEqual([
    { step: "up", times: 0.6, limit: 0.55, isMet: false },
    { step: "refresh", times: 0.6, limit: 0.5, isMet: false },
  ]);
  expect(evaluateTerraform(all.slice(0, 2))).toEqual([]);
  expect(evaluateBudgets(all, createEstate("uniform", 3), true)[2]).not.toHaveProperty("requestsMet");
});
