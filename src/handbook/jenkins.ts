import { z } from "zod";

/** A username with its password that Jenkins holds for its jobs: `nexus-iac jenkins-credentials` puts it there. */
export const jenkinsCredential = z
  .strictObject({
    /** What jobs call it. */
    id: z.string().regex(/^[\w.-]{1,40}$/, "must be of letters, digits, and . _ -, at most 40 of them"),
    /** The repository that it is for; without it and `host` it is for Nexus itself. */
    repository: z.string().optional(),
    /** Where it is for, when that is no Nexus: `registry.example`. */
    host: z
      .string()
      .regex(/^[a-zA-Z0-9.-]+(:\d+)?$/, 'must be such as "registry.example" or "registry.example:5000"')
      .optional(),
    /** Whose password it is; asked for where it is left out. */
    user: z.string().min(1).optional(),
  })
  .refine(({ repository, host }) => repository === undefined || host === undefined, {
    message: "is for a repository of this Nexus or for a host elsewhere, not for both",
  });
export type JenkinsCredential = z.infer<typeof jenkinsCredential>;

/** What Jenkins needs to know by heart. */
export const jenkins = z.strictObject({ credentials: z.array(jenkinsCredential).min(1) });
