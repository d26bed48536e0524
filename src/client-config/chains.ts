import { z } from "zod";

const chainStage = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be such as "uat": a letter, then letters, digits and dashes'),
  repository: z.string(),
  suffix: z
    .string()
    .regex(/^[a-zA-Z0-9_.-]+$/, 'must be such as "-uat"')
    .optional()
    .meta({ description: "What is added to a tag in this stage, where stages are one repository: `-uat`" }),
});
export type ChainStage = z.infer<typeof chainStage>;

/** Where artifacts of a format are promoted, from the first stage to the last. */
export const chainSchema = z.strictObject({
  name: z.string(),
  format: z.string().meta({ description: "As Nexus calls it: `docker`, `maven2`" }),
  stages: z.array(chainStage).min(2),
});
export type Chain = z.infer<typeof chainSchema>;
