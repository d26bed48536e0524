import type { Request } from "./counting-proxy.ts";
import type { MeasuredNexus } from "./servers.ts";

/** What one step cost. */
export interface Cost {
  seconds: number;
  /** Requests to Nexus, password checks left out. */
  requests: number;
  /** Users' own passwords tried: the only way to see that somebody changed one. */
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

/** What was run, and how. */
export interface Measurement extends Cost {
  way: string;
  step: Step;
}

/** Does the work, which gives its own seconds, and counts what it asks of Nexus. */
export async function measured(nexus: MeasuredNexus, work: () => Promise<number>): Promise<Cost> {
  await nexus.take();
  const seconds = await work();
  const requests = await nexus.take();
  const passwordChecks = requests.filter(isPasswordCheck).length;
  return { seconds, requests: requests.length - passwordChecks, passwordChecks };
}

/** Only for a password check does anybody but the administrator come. */
function isPasswordCheck({ user }: Request): boolean {
  return user?.startsWith("bench-") ?? false;
}

/**
 * The same steps of several rounds as one: the median of the seconds, as a busy machine makes some rounds slow; the most
 * of the requests, as a budget must hold in every round.
 */
export function summed(rounds: readonly (readonly Measurement[])[]): Measurement[] {
  const [first = []] = rounds;
  return first.map((measurement, index) => {
    const same = rounds.flatMap((round) => round[index] ?? []);
    return {
      ...measurement,
      seconds: median(same.map(({ seconds }) => seconds)),
      requests: Math.max(...same.map(({ requests }) => requests)),
      passwordChecks: Math.max(...same.map(({ passwordChecks }) => passwordChecks)),
    };
  });
}

/** Of two in the middle their mean. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
