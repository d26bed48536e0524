import type { ProxiedRequest } from "./counting-proxy.ts";
import type { MeasuredNexus } from "./measured-nexus.ts";
import type { ProcessUsage } from "./process-usage.ts";

/** The time of one step, and what its processes used. */
export interface StepResult {
  seconds: number;
  usage?: ProcessUsage | undefined;
}

/** The cost of one step. */
export interface Cost extends StepResult {
  /** Requests to Nexus, without password checks. */
  requests: number;
  /** Logins as users: the only way to detect a changed password. */
  passwordChecks: number;
}

export const stepTitles = {
  create: "create",
  read: "read, three lists",
  delete: "delete",
  plan: "preview, from nothing",
  review: "review, from nothing",
  up: "up, from nothing",
  preview: "preview, unchanged",
  unchanged: "up, unchanged",
  refresh: "refresh",
  destroy: "destroy",
  killed: "up, killed half-way",
  cancel: "cancel",
  again: "up, again",
  healed: "refresh: no change",
} as const;

export type Step = keyof typeof stepTitles;

/** The baseline of Pulumi's commands: resources of the SDK, whose provider answers at once. */
export const bareEngine = "Pulumi CLI, dynamic resources of the SDK, without Nexus";

/** The baseline of a Terraform user: the same objects by a peer's provider. */
export const terraform = "Terraform, provider datadrivers/nexus";

/** The scenario that is compared with Terraform and over several sizes of an estate. */
export const pulumiCli = "Pulumi CLI, without checkpoints";

/** The cost of a step of a scenario. */
export interface Measurement extends Cost {
  way: string;
  step: Step;
}

/** Runs a step and counts its requests to Nexus. */
export async function measureCost(nexus: MeasuredNexus, work: () => Promise<StepResult>): Promise<Cost> {
  await nexus.takeRequests();
  const { seconds, usage } = await work();
  const requests = await nexus.takeRequests();
  const passwordChecks = requests.filter(isPasswordCheck).length;
  return { seconds, usage, requests: requests.length - passwordChecks, passwordChecks };
}

/** All requests except password checks are the administrator's. */
function isPasswordCheck({ user }: ProxiedRequest): boolean {
  return user?.startsWith("bench-") ?? false;
}

/**
 * Merges several rounds into one: the median of times and memory, as a busy machine slows down some rounds, and the maximum of
 * the requests, as the budget must hold in every round.
 */
export function mergeRounds(rounds: readonly (readonly Measurement[])[]): Measurement[] {
  const [first = []] = rounds;
  return first.map((measurement, index) => {
    const same = rounds.flatMap((round) => round[index] ?? []);
    return {
      ...measurement,
      seconds: median(same.map(({ seconds }) => seconds)),
      usage: mergeUsage(same.flatMap(({ usage }) => usage ?? [])),
      requests: Math.max(...same.map(({ requests }) => requests)),
      passwordChecks: Math.max(...same.map(({ passwordChecks }) => passwordChecks)),
    };
  });
}

function mergeUsage(usages: readonly ProcessUsage[]): ProcessUsage | undefined {
  if (!usages.length) return undefined;
  return {
    cpuSeconds: median(usages.map(({ cpuSeconds }) => cpuSeconds)),
    peakMegabytes: median(usages.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

/** Returns the median; for an even number of values the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
