import { z } from "zod";

/** What images are called. Patterns are text with placeholders: `build-<number>`, `<namespace>/<image>`. */
export const namingRuleSchema = z.strictObject({
  repositories: z.array(z.string()).min(1).meta({ description: "The Docker repositories it holds for" }),
  images: z
    .array(z.string().min(1))
    .min(1)
    .meta({ description: "Paths of images, without the registry and the tag; any of them: `<namespace>/<image>`" }),
  namespaces: z.array(z.string().min(1)).min(1).optional().meta({
    description: "What `<namespace>` may be; by default any one part of a path",
  }),
  noPrefixes: z.array(z.string().min(1)).optional().meta({
    description: "What no part of a path may begin with",
  }),
  tags: z.array(z.string().min(1)).min(1).meta({ description: "Tags; any of them: `build-<number>`" }),
});
export type NamingRule = z.infer<typeof namingRuleSchema>;
