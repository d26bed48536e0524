import { z } from "zod";

/** Where artifacts of a format are promoted, from the first stage to the last. */
export const chain = z.strictObject({
  name: z.string(),
  /** As Nexus calls it: `docker`, `maven2`. */
  format: z.string(),
  stages: z
    .array(
      z.strictObject({
        name: z.string(),
        repository: z.string(),
        /** What is added to a tag in this stage, where all stages are one repository: `-uat`. */
        suffix: z.string().optional(),
      }),
    )
    .min(2),
});
export type Chain = z.infer<typeof chain>;
