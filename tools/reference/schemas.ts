/** JSON Schemas of what commands write for machines. */
import { z } from "zod";
import { clientConfigSchema } from "../../src/client-config/client-config.ts";
import { diagnosisReportSchema } from "../../src/clients/doctor/diagnosis-report.ts";
import { imagesReportSchema } from "../../src/clients/images/images-report.ts";
import { probeReportSchema } from "../../src/clients/probe/probe-report.ts";
import { driftReportSchema, reviewSchema } from "../../src/review/report-schemas.ts";

/** Where the schemas are. */
export const SCHEMAS = "docs/schemas";

const titles = {
  review: "What nexus-iac review writes as review.json",
  drift: "What nexus-iac drift writes as drift.json",
  "client-config": "What nexus-iac client-config writes",
  doctor: "What nexus-iac doctor --json prints",
  images: "What nexus-iac images writes",
  probe: "What nexus-iac probe --json prints",
};

/** Each schema's text by its file. */
export function schemaFiles(): [string, string][] {
  return Object.entries({
    review: reviewSchema,
    drift: driftReportSchema,
    "client-config": clientConfigSchema,
    doctor: diagnosisReportSchema,
    images: imagesReportSchema,
    probe: probeReportSchema,
  }).map(([name, schema]) => {
    const { $schema, ...rest } = z.toJSONSchema(schema);
    const text = JSON.stringify({ $schema, title: titles[name as keyof typeof titles], ...rest }, null, 2);
    return [`${SCHEMAS}/${name}.schema.json`, `${text}\n`];
  });
}
