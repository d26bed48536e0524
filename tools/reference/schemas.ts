/** JSON schemas of the reports that commands write. */
import { z } from "zod";
import { statusReportSchema } from "../../src/cli/commands/status/status-report.ts";
import { clientConfigSchema } from "../../src/client-config/client-config.ts";
import { diagnosisReportSchema } from "../../src/clients/doctor/diagnosis-report.ts";
import { imagesReportSchema } from "../../src/clients/images/images-report.ts";
import { probeReportSchema } from "../../src/clients/probe/probe-report.ts";
import { driftReportSchema, reviewSchema } from "../../src/review/report-schemas.ts";

/** The folder of the schemas. */
export const SCHEMAS_FOLDER = "docs/schemas";

const titles = {
  review: "The report review.json of nexus-iac review",
  drift: "The report drift.json of nexus-iac drift",
  "client-config": "The output of nexus-iac client-config",
  doctor: "The output of nexus-iac doctor --json",
  images: "The report of nexus-iac images",
  probe: "The output of nexus-iac probe --json",
  status: "The output of nexus-iac status --json",
};

/** Generates the schemas. Returns pairs of file and text. */
export function generateSchemas(): [string, string][] {
  return Object.entries({
    review: reviewSchema,
    drift: driftReportSchema,
    "client-config": clientConfigSchema,
    doctor: diagnosisReportSchema,
    images: imagesReportSchema,
    probe: probeReportSchema,
    status: statusReportSchema,
  }).map(([name, schema]) => {
    const { $schema, ...rest } = z.toJSONSchema(schema);
    const text = JSON.stringify({ $schema, title: titles[name as keyof typeof titles], ...rest }, null, 2);
    return [`${SCHEMAS_FOLDER}/${name}.schema.json`, `${text}\n`];
  });
}
