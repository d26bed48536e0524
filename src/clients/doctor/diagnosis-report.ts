/** A diagnosis for machines. */
import { z } from "zod";
import { formatImageReference } from "../../client-config/image-reference.ts";
import { type Attempt, operations } from "./attempt.ts";
import type { AttemptFacts } from "./attempt-facts.ts";
import type { Diagnosis } from "./diagnose.ts";

export const diagnosisReportSchema = z.strictObject({
  version: z.literal(1),
  tried: z.strictObject({
    deed: z.enum(operations),
    target: z.string().meta({ description: "An image's reference, or a URL" }),
    user: z.string().optional(),
    status: z.int().optional().meta({ description: "What the pasted error says was answered: HTTP's status" }),
  }),
  answered: z
    .strictObject({ asked: z.string(), status: z.int().optional(), words: z.string() })
    .optional()
    .meta({ description: "What came when it was tried from here, as far as that changes nothing" }),
  works: z.boolean().meta({ description: "It was tried, and nothing is left that could fail" }),
  causes: z
    .array(
      z.strictObject({
        cause: z.string().meta({ description: "A name that stays: `missing-privilege`" }),
        certain: z
          .boolean()
          .meta({ description: "It would fail for this alone; else it fits, and cannot be seen from here" }),
        what: z.string(),
        evidence: z.array(z.string()),
        todo: z.array(z.string()).meta({ description: "Lines to change, commands to type; the best first" }),
      }),
    )
    .meta({ description: "The most certain first; of equals what a request meets first" }),
  ruledOut: z.array(z.strictObject({ cause: z.string(), why: z.string() })),
  notLookedAt: z.array(z.string()),
});
export type DiagnosisReport = z.infer<typeof diagnosisReportSchema>;

export function createDiagnosisReport(
  { attempt, replay }: Pick<AttemptFacts, "attempt" | "replay">,
  { works, causes, ruledOut }: Diagnosis,
  notLookedAt: readonly string[],
): DiagnosisReport {
  const { operation, user, reportedError } = attempt;
  return {
    version: 1,
    tried: {
      deed: operation,
      target: targetText(attempt),
      ...(user !== undefined && { user }),
      ...(reportedError?.status !== undefined && { status: reportedError.status }),
    },
    ...(replay && {
      answered: {
        asked: replay.request,
        ...(replay.status !== undefined && { status: replay.status }),
        words: replay.message,
      },
    }),
    works,
    causes: causes.map(({ cause, certain, summary, evidence, advice }) => ({
      cause,
      certain,
      what: summary,
      evidence: [...evidence],
      todo: [...advice],
    })),
    ruledOut: [...ruledOut],
    notLookedAt: [...notLookedAt],
  };
}

function targetText({ target }: Attempt): string {
  return "image" in target ? formatImageReference(target.image) : target.url;
}
