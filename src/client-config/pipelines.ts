import { z } from "zod";

/** What pipelines and scripts are held to, beside what is true of every repository: `nexus-iac lint-pipeline` looks. */
export const pipelinesSchema = z.strictObject({
  installPaths: z.array(z.string().min(1)).optional().meta({
    description: "Files that install platforms, and use the mirrors therefore: `install/**`, with `*`, `**` and `?`",
  }),
});
export type Pipelines = z.infer<typeof pipelinesSchema>;
