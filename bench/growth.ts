import { type Measurement, pulumiCli, type Step } from "./measurements.ts";

/** The highest CPU time of a further resource in a large estate, as a multiple of that in a small one. */
export const maxGrowthFactor = 1.5;

/** The cost of a step for one size of the estate. */
export interface SizeCost {
  resources: number;
  seconds: number;
  cpuSeconds: number;
  peakMegabytes: number;
}

/** The costs of a step by size, the smallest first. */
export interface StepGrowth {
  step: Step;
  costs: readonly SizeCost[];
  /** CPU milliseconds of a further resource, between each two neighbouring sizes. */
  marginalMs: readonly number[];
  /** Compares the last two sizes with the first two. Absent for fewer than three sizes. */
  isLinear?: boolean;
}

/** The measurements of one size of the estate. */
export interface MeasuredSize {
  resources: number;
  measurements: readonly Measurement[];
}

/** Evaluates how the cost of each step of the CLI grows with the estate. Empty for a single size. */
export function evaluateGrowth(sizes: readonly MeasuredSize[]): StepGrowth[] {
  if (sizes.length < 2) return [];
  const steps = sizes[0]?.measurements.filter(({ way }) => way === pulumiCli).map(({ step }) => step) ?? [];
  return steps.map((step) => {
    const costs = sizes.flatMap((size) => findCost(size, step));
    const marginalMs = costs.slice(1).map((cost, index) => toMarginalMs(costs[index] ?? cost, cost));
    const [first, last] = [marginalMs.at(0), marginalMs.at(-1)];
    const isComparable = marginalMs.length > 1 && first !== undefined && last !== undefined;
    return { step, costs, marginalMs, ...(isComparable && { isLinear: last <= maxGrowthFactor * first }) };
  });
}

function findCost({ resources, measurements }: MeasuredSize, step: Step): SizeCost[] {
  const found = measurements.find((measurement) => measurement.way === pulumiCli && measurement.step === step);
  return found?.usage ? [{ resources, seconds: found.seconds, ...found.usage }] : [];
}

function toMarginalMs(smaller: SizeCost, larger: SizeCost): number {
  return (1000 * (larger.cpuSeconds - smaller.cpuSeconds)) / (larger.resources - smaller.resources);
}
