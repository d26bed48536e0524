/**
 * The schemas of `review.json` and `drift.json`. `npm run reference` writes them to docs/schemas as JSON Schemas.
 */
import { z } from "zod";
import type { NexusSnapshot } from "../plan/nexus-snapshot.ts";
import { changeOps } from "../plan/resource-changes.ts";
import type { Json } from "../util/json.ts";

const value = z
  .json()
  .meta({ description: "The value in Nexus; absent where the field is not set" }) as z.ZodType as z.ZodType<Json>;

/**
 * The levels of risks: `high` may lose content or open access, `medium` may break clients, `low` is worth knowing. The
 * lowest comes first.
 */
export const levels = ["low", "medium", "high"] as const;
export const levelSchema = z.enum(levels);
export type Level = z.infer<typeof levelSchema>;

const objectFields = {
  kind: z.string().meta({ description: "The kind's name, as `nexus-iac kinds` lists it: `docker-hosted`" }),
  noun: z.string().meta({ description: "The kind in plain words: `docker hosted repository`" }),
  name: z.string().meta({ description: "The identity in Nexus; for a setting, which exists once, the noun" }),
  provider: z
    .string()
    .optional()
    .meta({ description: "The `Provider` whose Nexus has the object; absent for the stack's own Nexus" }),
};

/** Describes a field that changes, or that is not as declared. */
export const fieldChangeSchema = z.strictObject({
  path: z.string().meta({ description: "`storage.writePolicy`" }),
  before: value.optional(),
  after: value.optional(),
  added: z.array(value).optional().meta({ description: "Elements that are added to an unordered list" }),
  removed: z.array(value).optional().meta({ description: "Elements that are removed from an unordered list" }),
  secret: z
    .literal(true)
    .optional()
    .meta({ description: "The field is a secret, which may have changed; its values are not shown" }),
  unknown: z.literal(true).optional().meta({ description: "The value is known only during the run" }),
  withdrawn: z
    .literal(true)
    .optional()
    .meta({ description: "The field was removed from the program and is reset to its default" }),
  byDefault: z
    .literal(true)
    .optional()
    .meta({ description: "The program does not declare the field; a new object gets this value" }),
  notRead: z
    .literal(true)
    .optional()
    .meta({ description: "The value before the change is not known, because Nexus was not read" }),
});
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/** Describes the change of an object that a run would make. */
export const changeSchema = z.strictObject({
  ...objectFields,
  resource: z.string().meta({ description: "The name of the resource in the program" }),
  op: z.enum(changeOps).meta({
    description:
      "adopt: the object exists in Nexus and the stack takes it over; move: another resource declares the object from " +
      "now on; keep: the object was removed from the program and stays in Nexus",
  }),
  replaces: z.string().optional().meta({
    description: "The object that is replaced: the former identity, or the object of another kind with this name",
  }),
  fields: z.array(fieldChangeSchema),
});
export type ReportedChange = z.infer<typeof changeSchema>;

/** Describes a risk of a change. */
export const riskSchema = z.strictObject({
  level: levelSchema,
  rule: z.string().meta({ description: "The name of the rule: `write-policy-loosened`" }),
  ...objectFields,
  path: z.string().optional(),
  reason: z.string().meta({ description: "The change that is a risk" }),
  consequence: z.string().meta({ description: "The consequence of the change" }),
});
export type Risk = z.infer<typeof riskSchema>;

/** Describes the permissions that users and roles gain and lose, by their effect. */
export const accessChangeSchema = z.strictObject({
  who: z
    .array(z.strictObject({ type: z.enum(["anonymous", "user", "role"]), id: z.string() }))
    .meta({ description: "The users and roles with the same change" }),
  are: z
    .enum(["new", "gone"])
    .optional()
    .meta({ description: "new: they exist only after the change; gone: only before it" }),
  gains: z.array(z.string()).meta({ description: "`read, browse on docker-dev-hosted`" }),
  riskyGains: z.record(z.string(), levelSchema).optional().meta({
    description: "The elements of `gains` that are a risk, with the level of the permission",
  }),
  loses: z.array(z.string()),
});
export type ReportedAccessChange = z.infer<typeof accessChangeSchema>;

/** Describes a resource that is not as the last `up` left it. */
export const driftedSchema = z.strictObject({
  ...objectFields,
  resource: z.string(),
  missing: z.literal(true).optional().meta({ description: "The object is missing in Nexus" }),
  mended: z.literal(true).optional().meta({ description: "The reviewed run repairs the drift" }),
  fields: z.array(fieldChangeSchema).meta({ description: "before: the declared value; after: the value in Nexus" }),
});
export type DriftedResource = z.infer<typeof driftedSchema>;

const nexus = z
  .strictObject({
    url: z.string().optional(),
    release: z.string().optional(),
    edition: z.string().optional(),
  })
  .meta({ description: "The Nexus that was read; empty where it was not read" });

/** Describes the Nexus of a snapshot for a report. */
export function describeNexus(snapshot: Pick<NexusSnapshot, "url" | "server"> | undefined): z.infer<typeof nexus> {
  if (!snapshot) return {};
  const { url, server } = snapshot;
  const { release, edition } = server;
  return {
    url,
    ...(release !== undefined && { release }),
    ...(edition && { edition }),
  };
}

const run = z
  .strictObject({
    time: z.string().meta({ description: "The time of the report, as `2026-12-01T09:30:00.000Z`" }),
    commit: z.string().optional(),
    branch: z.string().optional(),
    user: z.string().optional().meta({ description: "The user who started the job" }),
    job: z.string().optional().meta({ description: "The URL of the job" }),
  })
  .optional()
  .meta({
    description: "The run that made the report; commit, branch, user and job only in GitLab, GitHub and Jenkins",
  });
export type ReportRun = NonNullable<z.infer<typeof run>>;

const counts = (names: readonly string[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.int().min(0)])) as Record<string, z.ZodInt>);

/** The schema of `review.json`. */
export const reviewSchema = z.strictObject({
  version: z.literal(1),
  project: z.string(),
  stack: z.string(),
  nexus,
  run,
  summary: counts([...changeOps, "same", "others", "drift"]),
  notChecked: z.array(z.string()).meta({ description: "The parts that could not be checked, each with the reason" }),
  risks: z.array(riskSchema).meta({ description: "The highest level first" }),
  access: z.array(accessChangeSchema),
  changes: z.array(changeSchema).meta({ description: "The highest level of risk first, then by kind" }),
  drift: z.array(driftedSchema),
  warnings: z
    .array(z.string())
    .meta({ description: "What Nexus accepts, but is probably a mistake, such as a realm that a repository needs" }),
  notices: z.array(z.string()).meta({ description: "Notices of the preview" }),
});
export type Review = z.infer<typeof reviewSchema>;

/** Describes an object in Nexus that is not declared. */
export const unmanagedSchema = z.strictObject({
  family: z.string().meta({ description: "`repository`, `role`, `task`, ..." }),
  ...objectFields,
  roles: z.array(z.string()).optional().meta({ description: "The roles of a user, or those that a role contains" }),
});
export type UnmanagedObject = z.infer<typeof unmanagedSchema>;

/** Describes a change of the program that no `up` has applied yet. */
export const pendingSchema = z.strictObject({ ...objectFields, resource: z.string() });
export type PendingChange = z.infer<typeof pendingSchema>;

/** The schema of `drift.json`. */
export const driftReportSchema = z.strictObject({
  version: z.literal(1),
  project: z.string(),
  stack: z.string(),
  nexus,
  run,
  summary: counts(["changed", "missing", "unmanaged", "waiting", "same"]),
  notChecked: z.array(z.string()),
  risks: z.array(riskSchema).meta({
    description: "The risks of drift and of unmanaged objects, by the rules of a review; the highest level first",
  }),
  drift: z.array(driftedSchema).meta({ description: "The highest level of risk first, then by kind" }),
  unmanaged: z.array(unmanagedSchema).meta({ description: "The highest level of risk first, then by kind" }),
  waiting: z
    .array(pendingSchema)
    .meta({ description: "Changes of the program that no `up` has applied yet; they are no drift" }),
  mended: z
    .array(driftedSchema)
    .optional()
    .meta({ description: "The drift that --heal repaired; `drift` has the remaining drift" }),
});
export type DriftReport = z.infer<typeof driftReportSchema>;
