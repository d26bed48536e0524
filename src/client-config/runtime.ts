import { z } from "zod";

/** What clusters may run. */
export const runtimeSchema = z.strictObject({
  /**
   * Prefixes of image references, which end where a part of them ends: `registry.example/team`. `repository:NAME` is all
   * of a Docker repository, by any of its addresses.
   */
  allow: z
    .array(
      z
        .string()
        .regex(/^(?!https?:)[^\s*]+$/, 'must be such as "registry.example/team/" or "repository:docker-hosted"'),
    )
    .min(1),
  /** Docker repositories with what platforms are installed from; no application's image may come from there. */
  mirrors: z.array(z.string()).optional(),
  /** Namespaces of the platform itself, which run what is in the mirrors: `openshift-*`. */
  platformNamespaces: z.array(z.string()).optional(),
});
export type RuntimePolicy = z.infer<typeof runtimeSchema>;
