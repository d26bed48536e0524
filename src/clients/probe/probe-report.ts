import { z } from "zod";

const outcomes = ["ok", "warning", "failed", "skipped"] as const;

export const probeReportSchema = z.strictObject({
  version: z.literal(1),
  stack: z.string(),
  summary: z.record(z.enum(outcomes), z.int()),
  checks: z.array(
    z.strictObject({
      area: z.string().meta({ description: "What it belongs to: `names`, `rights`, ..." }),
      name: z.string().meta({ description: "What was asked" }),
      outcome: z.enum(outcomes).meta({ description: "`warning`: all right today" }),
      evidence: z.string().meta({ description: "What was sample, or why nothing was asked" }),
      milliseconds: z.int().meta({ description: "How long it took" }),
    }),
  ),
});
export type ProbeReport = z.infer<typeof probeReportSchema>;

export function createProbeReport(stack: string, checks: ProbeReport["checks"]): ProbeReport {
  const summary = { ok: 0, warning: 0, failed: 0, skipped: 0 };
  for (const { outcome } of checks) summary[outcome]++;
  return { version: 1, stack, summary, checks };
}
