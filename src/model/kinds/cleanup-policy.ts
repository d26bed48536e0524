import { z } from "zod";
import { type Fields, isFields } from "../../util/json.ts";
import { isAtLeast, type Server } from "../../util/release.ts";
import { fieldMetadata, withCreateDefault } from "../field-metadata.ts";
import { formatName } from "../formats.ts";
import { defineKind, type Endpoints } from "../kind.ts";
import { nexusName } from "../names.ts";

/** 1 to 24855 days, as in Nexus's user interface: a larger number would overflow Nexus's seconds (32 bits). */
const days = z.int().min(1, "must be at least 1 day").max(24_855, "must be at most 24855 days");

/**
 * Returns true if the public API is used. The Pro edition has it from 3.70 on; the document of 3.94.0 alone lacks it. The internal
 * API, which Nexus's user interface calls, serves the other editions and 3.94.0.
 */
function usesPublicApi({ release, edition }: Server): boolean {
  if (edition !== "PRO" || release === undefined || !isAtLeast(release, "3.70.0")) return false;
  return isAtLeast(release, "3.94.1") || !isAtLeast(release, "3.94.0");
}

function endpoints(server: Server): Endpoints {
  const path = usesPublicApi(server) ? "/v1/cleanup-policies" : "/internal/cleanup-policies";
  return {
    list: path,
    item: `${path}/{name}`,
    create: `POST ${path}`,
    update: `PUT ${path}/{name}`,
    remove: `DELETE ${path}/{name}`,
  };
}

/** The formats whose versions are releases or prereleases. */
export const releaseTypeFormats: readonly string[] = ["maven2", "npm", "yum"];

/** The public API names the policies without this criterion; the internal one refuses the name, so it is never sent. */
const allVersions = "RELEASES_AND_PRERELEASES";

/** A cleanup policy: Nexus's nightly cleanup deletes the components that meet all its criteria. */
export const cleanupPolicy = defineKind({
  name: "cleanup-policy",
  token: "nexus:CleanupPolicy",
  noun: "cleanup policy",
  family: "cleanup policy",
  schema: z.strictObject({
    /** Default: the resource's name. */
    name: nexusName().max(255).register(fieldMetadata, { identity: true }),
    /** The format of the repositories, in Nexus's own words: `docker`, `maven2` (not maven), ..., or `*` for all. */
    format: formatName(),
    /** Notes, shown in Nexus. */
    notes: withCreateDefault(z.string(), ""),
    /** The minimum days since the last download; 1 to 24855. */
    criteriaLastDownloaded: days.optional(),
    /** The minimum days since the upload or the last replacement; 1 to 24855. */
    criteriaLastBlobUpdated: days.optional(),
    /**
     * Restricts the policy to `RELEASES` or `PRERELEASES`. For maven2, npm and yum. Default on creation:
     * `RELEASES_AND_PRERELEASES`.
     */
    criteriaReleaseType: withCreateDefault(z.enum(["RELEASES", "PRERELEASES", allVersions]), allVersions),
    /** A regular expression that the path of an asset must match. Not for `*` and gitlfs. */
    criteriaAssetRegex: z.string().min(1).optional(),
    /** The number of newest versions to keep even if they meet the other criteria. For docker and for maven2 releases. */
    retain: z.int().min(1).optional(),
    /**
     * The order by which `retain` finds the newest versions: `version` or `date`. Not in releases of Pro whose policies are
     * managed by the public API, which does not have the field.
     */
    sortBy: z
      .enum(["version", "date"])
      .optional()
      .register(fieldMetadata, {
        missingIn: (server) =>
          usesPublicApi(server) ? "is not in the API for cleanup policies of the Pro edition; remove it" : undefined,
      }),
  }),
  identityIgnoresCase: true,
  endpoints,
  fromNexus: (live) => {
    if (!isFields(live)) return undefined;
    const hasReleaseTypes = releaseTypeFormats.includes(String(live.format));
    return { ...live, ...(hasReleaseTypes && { criteriaReleaseType: live.criteriaReleaseType ?? allVersions }) };
  },
  toNexus: ({ inUseCount: _count, repositories: _repositories, ...fields }: Fields) => ({
    ...fields,
    ...(fields.criteriaReleaseType === allVersions && { criteriaReleaseType: null }),
  }),
});
