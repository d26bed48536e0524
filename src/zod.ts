/**
 * `nexus-iac/zod`: the version of zod that nexus-iac uses, for the settings of an estate. A package manager that installs no
 * transitive packages at the top level, such as pnpm, does not let a program import zod itself.
 *
 * ```ts
 * import { CleanupPolicy, estate } from "nexus-iac";
 * import { z } from "nexus-iac/zod";
 *
 * export default estate({
 *   settings: { retainDays: z.int().default(30) },
 *   declare({ settings }) {
 *     new CleanupPolicy("old", { format: "docker", criteriaLastDownloaded: settings.retainDays });
 *   },
 * });
 * ```
 */
export * from "zod";
