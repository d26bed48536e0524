import { z } from "zod";

const outcomes = ["ok", "warning", "failed", "skipped"] as const;

/** The JSON report of `nexus-iac probe --json`. */
export const probeReportSchema = z.strictObject({
  version: z.literal(1),
  stack: z.string(),
  summary: z.record(z.enum(outcomes), z.int()),
  checks: z.array(
    z.strictObject({
      area: z.string().meta({ description: "The group of the check: `names`, `rights`, ..." }),
      name: z.string().meta({ description: "The title of the check" }),
      outcome: z.enum(outcomes).meta({ description: "`warning`: works today, but needs attention soon" }),
      evidence: z.string().meta({ description: "The response, or the reason for skipping the check" }),
      milliseconds: z.int().meta({ description: "The duration of the check" }),
    }),
  ),
});
export type ProbeReport = z.infer<typeof probeReportSchema>;

export function createProbeReport(stack: string, checks: ProbeReport["checks"]): ProbeReport {
  const summary = { ok: 0, warning: 0, failed: 0, skipped: 0 };
  for (const { outcome } of checks) summary[outcome]++;
  return { version: 1, stack, summary, checks };
}
