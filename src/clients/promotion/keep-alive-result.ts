/** The result of pulling a reference to keep it: pulled, gone, or failed. */
export interface KeepAliveResult {
  reference: string;
  outcome: "pulled" | "gone" | "failed";
  /** The pulled digests: of the manifest, and of the manifests in an image index. */
  digests: string[];
  /** The missing part, or the error. */
  reason?: string;
}

/** Formats the results for the terminal, one line each. Missing references come first. */
export function formatKeepAliveResults(results: readonly KeepAliveResult[]): string[] {
  const order = ["gone", "failed", "pulled"];
  const sorted = results.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  return sorted.map(
    ({ reference, outcome, digests, reason }) =>
      `${outcome.padEnd(6)}  ${reference}: ${reason ?? (digests.length > 1 ? `${digests.length} manifests` : digests[0])}`,
  );
}
