import { bareEngine, type Measurement, pulumiCli, type Step, terraform } from "./measurements.ts";
import type { SampleEstate } from "./sample-estate.ts";

/** The highest allowed numbers of requests to Nexus in one step. */
export interface RequestBudget {
  requests: number;
  passwordChecks: number;
}

/** One request a resource, and 25 for the whole estate, mostly lists. */
const writeBudget = ({ resources }: SampleEstate): RequestBudget => ({ requests: resources + 25, passwordChecks: 0 });
/** The preview of new resources reads lists to find existing objects; a review reads one more list of each kind. */
const previewBudget = (): RequestBudget => ({ requests: 10, passwordChecks: 0 });
const reviewBudget = (): RequestBudget => ({ requests: 10 + 40, passwordChecks: 0 });
const noRequests = (): RequestBudget => ({ requests: 0, passwordChecks: 0 });
/** Lists, and one login attempt a user, as Nexus never returns a password. */
const refreshBudget = ({ projects }: SampleEstate): RequestBudget => ({
  requests: 10,
  passwordChecks: projects.length,
});

/** The budgets of the steps. */
const requestBudgets: Partial<Record<Step, (estate: SampleEstate) => RequestBudget>> = {
  plan: previewBudget,
  review: reviewBudget,
  up: writeBudget,
  preview: noRequests,
  unchanged: noRequests,
  refresh: refreshBudget,
  destroy: writeBudget,
  healed: refreshBudget,
};

/**
 * The longest time of an initial `up`, as a multiple of the plain loop's, on a real Nexus. The embedded Nexus takes nearly
 * no time, so there only Pulumi's own time would be compared.
 */
export const maxLoopFactor = 3;

/** The longest time of a review, as a multiple of the preview that it contains. */
export const maxPreviewFactor = 2;

/** Compares the time of each review with the initial preview of the same scenario. */
export function evaluateReviews(measurements: readonly Measurement[]): { times: number; isMet: boolean }[] {
  return measurements
    .filter(({ step }) => step === "review")
    .flatMap(({ way, seconds }) => {
      const preview = measurements.find((other) => other.way === way && other.step === "plan");
      const times = preview && seconds / preview.seconds;
      return times === undefined ? [] : [{ times, isMet: times <= maxPreviewFactor }];
    });
}

/** The highest CPU time of an unchanged `up`, as a multiple of the bare engine's. */
export const maxEngineFactor = 1.2;

/** Compares the CPU time of each unchanged `up` of the CLI with the bare engine's of the same server. */
export function evaluateUnchanged(measurements: readonly Measurement[]): { times: number; isMet: boolean }[] {
  const unchanged = measurements.filter(({ step }) => step === "unchanged");
  const bare = unchanged.find(({ way }) => way === bareEngine)?.usage;
  return unchanged.flatMap(({ way, usage }) => {
    if (!bare || !usage || isBaseline({ way })) return [];
    const times = usage.cpuSeconds / bare.cpuSeconds;
    return [{ times, isMet: times <= maxEngineFactor }];
  });
}

/** The longest time of a step on a real Nexus, as a multiple of Terraform's with a peer's provider. */
export const maxTerraformFactors: Partial<Record<Step, number>> = {
  up: 0.55,
  preview: 0.5,
  refresh: 0.5,
  destroy: 0.45,
};

/** Compares the time of each step of the CLI with Terraform's, if it was measured. */
export function evaluateTerraform(
  measurements: readonly Measurement[],
): { step: Step; times: number; limit: number; isMet: boolean }[] {
  return measurements.flatMap(({ way, step, seconds }) => {
    const limit = maxTerraformFactors[step];
    const other = measurements.find((measurement) => measurement.way === terraform && measurement.step === step);
    if (way !== pulumiCli || limit === undefined || !other) return [];
    const times = seconds / other.seconds;
    return [{ step, times, limit, isMet: times <= limit }];
  });
}

/** A measurement compared with its budgets. Fields without a budget are absent. */
export interface EvaluatedMeasurement extends Measurement {
  requestBudget?: RequestBudget;
  requestsMet?: boolean;
  timesLoop?: number;
  timeMet?: boolean;
}

/**
 * Compares the measurements of one server, which include the plain loop's, with the budgets.
 *
 * @param isReal - true for a real Nexus, whose time counts
 */
export function evaluateBudgets(
  measurements: readonly Measurement[],
  estate: SampleEstate,
  isReal: boolean,
): EvaluatedMeasurement[] {
  const loop = measurements.find(({ step }) => step === "create");
  return measurements.map((measurement) => ({
    ...measurement,
    ...(!isBaseline(measurement) && evaluateRequests(measurement, requestBudgets[measurement.step]?.(estate))),
    ...(measurement.step === "up" &&
      !isBaseline(measurement) &&
      loop &&
      evaluateTime(measurement.seconds / loop.seconds, isReal)),
  }));
}

/** Returns true for the measurements with which those of nexus-iac are compared. */
const isBaseline = ({ way }: { way: string }) => way === bareEngine || way === terraform;

function evaluateRequests(
  { requests, passwordChecks }: Measurement,
  budget: RequestBudget | undefined,
): Partial<EvaluatedMeasurement> {
  if (!budget) return {};
  const requestsMet = requests <= budget.requests && passwordChecks <= budget.passwordChecks;
  return { requestBudget: budget, requestsMet };
}

function evaluateTime(timesLoop: number, isReal: boolean): Partial<EvaluatedMeasurement> {
  return { timesLoop, ...(isReal && { timeMet: timesLoop <= maxLoopFactor }) };
}
