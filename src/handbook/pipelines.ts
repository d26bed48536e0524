import { z } from "zod";

/** What pipelines and scripts are held to, beside what is true of every repository: `nexus-iac lint-pipeline` looks. */
export const pipelines = z.strictObject({
  /** Files that install platforms, and pull from the mirrors therefore: `install/**`, with `*`, `**` and `?`. */
  installPaths: z.array(z.string().min(1)).optional(),
});
export type Pipelines = z.infer<typeof pipelines>;
