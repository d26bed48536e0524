import { expect, it } from "vitest";
import { evaluateGrowth, type MeasuredSize } from "../../bench/growth.ts";
import { bareEngine, pulumiCli } from "../../bench/measurements.ts";
import { plotGrowth } from "../../bench/plot.ts";

/** Returns the measurements of an unchanged `up` that takes 1 CPU second, and so many milliseconds a resource. */
function measureSize(resources: number, milliseconds: number): MeasuredSize {
  const usage = { cpuSeconds: 1 + (resources * milliseconds) / 1000, peakMegabytes: 100 + resources };
  const cost = { step: "unchanged", seconds: 9, requests: 0, passwordChecks: 0, usage } as const;
  return {
    resources,
    measurements: [
      { way: bareEngine, ...cost },
      { way: pulumiCli, ...cost },
    ],
  };
}

it("growth is linear if a further resource costs as much in a large estate as in a small one", () => {
  const linear = evaluateGrowth([measureSize(100, 4), measureSize(1000, 4), measureSize(5000, 4)]);
  expect(linear).toMatchObject([{ step: "unchanged", isLinear: true }]);
  expect(linear[0]?.marginalMs.map(Math.round)).toEqual([4, 4]);
  const quadratic = evaluateGrowth([100, 1000, 5000].map((resources) => measureSize(resources, resources / 100)));
  expect(quadratic).toMatchObject([{ step: "unchanged", isLinear: false }]);
});

it("a single size has no growth, and of two sizes nothing is concluded", () => {
  expect(evaluateGrowth([measureSize(100, 4)])).toEqual([]);
  expect(evaluateGrowth([measureSize(100, 4), measureSize(200, 9)])[0]).not.toHaveProperty("isLinear");
});

it("the plot has a line for each step in both panels, and round numbers at its axes", () => {
  const svg = plotGrowth(evaluateGrowth([measureSize(100, 4), measureSize(1000, 4), measureSize(5000, 4)]));
  expect(svg.match(/<polyline /g)).toHaveLength(2);
  for (const text of [">up, unchanged<", ">CPU seconds<", ">5000<", ">6000<"]) expect(svg).toContain(text);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});
