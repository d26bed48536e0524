/** What became of a reference that is to be kept: pulled, gone, or not to be looked at. */
export interface KeepAliveResult {
  reference: string;
  outcome: "pulled" | "gone" | "failed";
  /** Digests that were pulled: the manifest's, and those of all that a list holds. */
  digests: string[];
  /** What is gone of it, or why it failed. */
  reason?: string;
}

/** A line for people; `gone` first, as it is what counts. */
export function formatKeepAliveResults(all: readonly KeepAliveResult[]): string[] {
  const order = ["gone", "failed", "pulled"];
  const sorted = all.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  return sorted.map(
    ({ reference, outcome, digests, reason }) =>
      `${outcome.padEnd(6)}  ${reference}: ${reason ?? (digests.length > 1 ? `${digests.length} manifests` : digests[0])}`,
  );
}
