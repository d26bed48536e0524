import type { Measurement, Step } from "./measurements.ts";

export interface RequestBudget {
  requests: number;
  passwordChecks: number;
}

/** One request a resource, and what the whole estate may cost beside: lists, mostly. */
const writing = (each: number): RequestBudget => ({ requests: 3 * each + 25, passwordChecks: 0 });
/** A new resource's preview looks whether it is there already: lists, and one more list of each kind for a review. */
const looking = (): RequestBudget => ({ requests: 10, passwordChecks: 0 });
const reviewing = (): RequestBudget => ({ requests: 10 + 40, passwordChecks: 0 });
const nothing = (): RequestBudget => ({ requests: 0, passwordChecks: 0 });
/** Lists, and a try of each user's password. */
const reading = (each: number): RequestBudget => ({ requests: 10, passwordChecks: each });

/** At most so many requests, by how many repositories, roles and users there are each. */
const requestBudgets: Partial<Record<Step, (each: number) => RequestBudget>> = {
  plan: looking,
  review: reviewing,
  up: writing,
  preview: nothing,
  unchanged: nothing,
  refresh: reading,
  destroy: writing,
  healed: reading,
};

/**
 * How many times as long as the plain loop an `up` from nothing may take, on a real Nexus: on the embedded one, which
 * takes next to no time itself, Pulumi's own seconds are all that is seen.
 */
export const timesTheLoop = 3;

/** How many times as long as the preview within it a review may take. */
export const timesThePreview = 2;

/** Whether each review took no longer than that; there is a preview from nothing for each. */
export function reviewsJudged(measurements: readonly Measurement[]): { times: number; isMet: boolean }[] {
  return measurements
    .filter(({ step }) => step === "review")
    .flatMap(({ way, seconds }) => {
      const preview = measurements.find((one) => one.way === way && one.step === "plan");
      const times = preview && seconds / preview.seconds;
      return times === undefined ? [] : [{ times, isMet: times <= timesThePreview }];
    });
}

/** A measurement held against its budgets; what has none is not there. */
export interface Judged extends Measurement {
  requestBudget?: RequestBudget;
  requestsMet?: boolean;
  timesLoop?: number;
  timeMet?: boolean;
}

/**
 * Holds the measurements of one server, the plain loop's among them, against the budgets.
 *
 * @param isReal - whether the server is a real Nexus, whose own time counts
 */
export function judged(measurements: readonly Measurement[], each: number, isReal: boolean): Judged[] {
  const loop = measurements.find(({ step }) => step === "create");
  return measurements.map((measurement) => ({
    ...measurement,
    ...requestsJudged(measurement, requestBudgets[measurement.step]?.(each)),
    ...(measurement.step === "up" && loop && timeJudged(measurement.seconds / loop.seconds, isReal)),
  }));
}

function requestsJudged({ requests, passwordChecks }: Measurement, budget: RequestBudget | undefined): Partial<Judged> {
  if (!budget) return {};
  const requestsMet = requests <= budget.requests && passwordChecks <= budget.passwordChecks;
  return { requestBudget: budget, requestsMet };
}

function timeJudged(timesLoop: number, isReal: boolean): Partial<Judged> {
  return { timesLoop, ...(isReal && { timeMet: timesLoop <= timesTheLoop }) };
}
