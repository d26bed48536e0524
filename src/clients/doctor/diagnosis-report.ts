import { z } from "zod";
import { formatImageReference } from "../../client-config/image-reference.ts";
import { type Attempt, operations } from "./attempt.ts";
import type { AttemptFacts } from "./attempt-facts.ts";
import type { Diagnosis } from "./diagnose.ts";

/** The JSON report of `nexus-iac doctor --json`. */
export const diagnosisReportSchema = z.strictObject({
  version: z.literal(1),
  tried: z.strictObject({
    deed: z.enum(operations),
    target: z.string().meta({ description: "An image reference or a URL" }),
    user: z.string().optional(),
    status: z.int().optional().meta({ description: "The HTTP status in the pasted error" }),
  }),
  answered: z
    .strictObject({ asked: z.string(), status: z.int().optional(), words: z.string() })
    .optional()
    .meta({ description: "The response when the operation was repeated from here, as far as that changes nothing" }),
  works: z.boolean().meta({ description: "The operation was repeated completely and no cause was found" }),
  causes: z
    .array(
      z.strictObject({
        cause: z.string().meta({ description: "A stable name: `missing-privilege`" }),
        certain: z.boolean().meta({
          description:
            "True: the attempt fails because of this cause alone. False: the cause fits, but cannot be verified from here",
        }),
        what: z.string(),
        evidence: z.array(z.string()),
        todo: z.array(z.string()).meta({ description: "Lines to change and commands to run, the best one first" }),
      }),
    )
    .meta({ description: "Certain causes first; among equals, in the order in which a request meets them" }),
  ruledOut: z.array(z.strictObject({ cause: z.string(), why: z.string() })),
  notLookedAt: z.array(z.string()),
});
export type DiagnosisReport = z.infer<typeof diagnosisReportSchema>;

/**
 * Creates the JSON report of a diagnosis.
 *
 * @param notChecked - what could not be read, one line each
 */
export function createDiagnosisReport(
  { attempt, replay }: Pick<AttemptFacts, "attempt" | "replay">,
  { works, causes, ruledOut }: Diagnosis,
  notChecked: readonly string[],
): DiagnosisReport {
  const { operation, user, reportedError } = attempt;
  return {
    version: 1,
    tried: {
      deed: operation,
      target: formatTarget(attempt),
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
    notLookedAt: [...notChecked],
  };
}

function formatTarget({ target }: Attempt): string {
  return "image" in target ? formatImageReference(target.image) : target.url;
}
