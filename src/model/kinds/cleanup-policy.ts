import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { isAtLeast, type Server } from "../../util/release.ts";
import { fieldMetadata, withCreateDefault } from "../field-metadata.ts";
import { defineKind, type Endpoints } from "../kind.ts";
import { nexusName } from "../names.ts";

/** Days as Nexus's own page takes them: up to 24855, the days that fit its seconds. */
const days = z.int().min(1, "must be at least 1 day").max(24_855, "must be at most 24855 days");

/**
 * The public endpoint came with 3.70 and left the published API with 3.94, on Pro only; the internal one, which
 * Nexus's own pages use, serves every edition and release.
 */
function endpoints({ release, edition }: Server): Endpoints {
  const isPublic =
    edition === "PRO" && release !== undefined && isAtLeast(release, "3.70.0") && !isAtLeast(release, "3.94.0");
  const path = isPublic ? "/v1/cleanup-policies" : "/internal/cleanup-policies";
  return {
    list: path,
    one: `${path}/{name}`,
    create: `POST ${path}`,
    update: `PUT ${path}/{name}`,
    remove: `DELETE ${path}/{name}`,
  };
}

/** Says which components of a repository are deleted by Nexus's nightly cleanup: those that fit all its criteria. */
export const cleanupPolicy = defineKind({
  name: "cleanup-policy",
  token: "nexus:CleanupPolicy",
  noun: "cleanup policy",
  family: "cleanup policy",
  schema: z.strictObject({
    /** Default: the resource's own name. */
    name: nexusName().max(255).register(fieldMetadata, { identity: true }),
    /** The format of the repositories it is for, in Nexus's words: `docker`, `maven2` (not maven), ..., `*` for all. */
    format: z.string().min(1),
    /** For people. */
    notes: withCreateDefault(z.string(), ""),
    /** Days since anyone downloaded it; 1 to 24855. */
    criteriaLastDownloaded: days.optional(),
    /** Days since it was uploaded or last replaced; 1 to 24855. */
    criteriaLastBlobUpdated: days.optional(),
    /** `RELEASES` or `PRERELEASES` only; for maven2, npm and yum. */
    criteriaReleaseType: z.enum(["RELEASES", "PRERELEASES"]).optional(),
    /** A regular expression that asset paths must match; not for `*` and gitlfs. */
    criteriaAssetRegex: z.string().min(1).optional(),
    /** How many versions to keep, whatever the other criteria say; for docker and maven2 releases. */
    retain: z.int().min(1).optional(),
    /** What newest means for `retain`. */
    sortBy: z.enum(["version", "date"]).optional(),
  }),
  identityIgnoresCase: true,
  endpoints,
  toNexus: ({ inUseCount: _count, repositories: _repositories, ...fields }: Fields) => fields,
});
