import { z } from "zod";

/** What images are called. Patterns are text with placeholders: `build-<number>`, `<namespace>/<image>`. */
export const namingRule = z.strictObject({
  /** The Docker repositories it holds for. */
  repositories: z.array(z.string()).min(1),
  /** Paths of images, without the registry and the tag; any of them. */
  images: z.array(z.string()).min(1),
  /** What `<namespace>` may be. */
  namespaces: z.array(z.string()).optional(),
  /** Tags; any of them. */
  tags: z.array(z.string()).min(1),
});
export type NamingRule = z.infer<typeof namingRule>;
