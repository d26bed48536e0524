/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
/** The arguments of {@link CleanupPolicy}. */
export interface CleanupPolicyArgs {
  /** Default: the resource's name. */
  name?: pulumi.Input<string | undefined>;
  /** The format of the repositories, in Nexus's own words: `docker`, `maven2` (not maven), ..., or `*` for all. */
  format: pulumi.Input<string>;
  /** Notes, shown in Nexus. */
  notes?: pulumi.Input<string | undefined>;
  /** The minimum days since the last download; 1 to 24855. */
  criteriaLastDownloaded?: pulumi.Input<number | undefined>;
  /** The minimum days since the upload or the last replacement; 1 to 24855. */
  criteriaLastBlobUpdated?: pulumi.Input<number | undefined>;
  /**
   * Restricts the policy to `RELEASES` or `PRERELEASES`. For maven2, npm and yum. Default on creation:
   * `RELEASES_AND_PRERELEASES`.
   */
  criteriaReleaseType?: pulumi.Input<"RELEASES" | "PRERELEASES" | "RELEASES_AND_PRERELEASES" | undefined>;
  /** A regular expression that the path of an asset must match. Not for `*` and gitlfs. */
  criteriaAssetRegex?: pulumi.Input<string | undefined>;
  /** The number of newest versions to keep even if they meet the other criteria. For docker and for maven2 releases. */
  retain?: pulumi.Input<number | undefined>;
  /**
   * The order by which `retain` finds the newest versions: `version` or `date`. Not in releases of Pro whose policies are
   * managed by the public API, which does not have the field.
   */
  sortBy?: pulumi.Input<"version" | "date" | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link RoutingRule}. */
export interface RoutingRuleArgs {
  /** The name. Default: the resource's name. */
  name?: pulumi.Input<string | undefined>;
  /** A description, shown in Nexus. Nexus refuses null and accepts an empty text. */
  description?: pulumi.Input<string | undefined>;
  /** `ALLOW`: only matching paths are requested; `BLOCK`: all paths except matching ones. */
  mode: pulumi.Input<"ALLOW" | "BLOCK">;
  /** Regular expressions for paths, at least one. Nexus keeps the order. */
  matchers: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}
