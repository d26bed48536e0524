/**
 * What a review and a report of drift say, as data: `review.json` and `drift.json`. Their JSON Schemas are in
 * docs/schemas, written from these by `npm run reference`.
 */
import { z } from "zod";
import type { NexusSnapshot } from "../plan/nexus-snapshot.ts";
import { changeOps } from "../plan/resource-changes.ts";
import type { Json } from "../util/json.ts";

const value = z
  .json()
  .meta({ description: "A value as Nexus has it; absent where there is none" }) as z.ZodType as z.ZodType<Json>;

/** How bad it can be: `high` loses content or opens doors, `medium` may break somebody, `low` is good to know. */
export const levels = ["low", "medium", "high"] as const;
export const levelSchema = z.enum(levels);
export type Level = z.infer<typeof levelSchema>;

const objectFields = {
  kind: z.string().meta({ description: "The kind's name, as `nexus-iac kinds` lists it: `docker-hosted`" }),
  noun: z.string().meta({ description: "What people call one: `docker hosted repository`" }),
  name: z.string().meta({ description: "Its identity in Nexus; the noun of a setting, of which there is one" }),
  provider: z
    .string()
    .optional()
    .meta({ description: "The `Provider` whose Nexus it is in; absent for the stack's own" }),
};

/** One field that changes, or is not as declared. */
export const fieldChangeSchema = z.strictObject({
  path: z.string().meta({ description: "`storage.writePolicy`" }),
  before: value.optional(),
  after: value.optional(),
  added: z.array(value).optional().meta({ description: "Of a list: what is new in it" }),
  removed: z.array(value).optional().meta({ description: "Of a list: what is in it no more" }),
  secret: z.literal(true).optional().meta({ description: "Its values are not told; it may have changed" }),
  unknown: z.literal(true).optional().meta({ description: "Known only when the run has made something else" }),
  withdrawn: z.literal(true).optional().meta({ description: "Declared no more: it goes back to Nexus's default" }),
});
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/** One thing that a run would change. */
export const changeSchema = z.strictObject({
  ...objectFields,
  resource: z.string().meta({ description: "The resource's own name in the program" }),
  op: z.enum(changeOps).meta({
    description:
      "adopt: Nexus has it already, and it is taken over; move: another resource declares it from now on; " +
      "keep: the program declares it no more, and it stays in Nexus",
  }),
  replaces: z
    .string()
    .optional()
    .meta({ description: "The former identity, where it is made under a new one; or what else had this one" }),
  fields: z.array(fieldChangeSchema),
});
export type ReportedChange = z.infer<typeof changeSchema>;

/** Something that a reviewer should look at with care. */
export const riskSchema = z.strictObject({
  level: levelSchema,
  rule: z.string().meta({ description: "The rule's own name, for machines: `write-policy-loosened`" }),
  ...objectFields,
  path: z.string().optional(),
  reason: z.string().meta({ description: "What changes, in plain words" }),
  consequence: z.string().meta({ description: "What that leads to" }),
});
export type Risk = z.infer<typeof riskSchema>;

/** Who gains and who loses which actions where, by effect. */
export const accessChangeSchema = z.strictObject({
  who: z
    .array(z.strictObject({ type: z.enum(["anonymous", "user", "role"]), id: z.string() }))
    .meta({ description: "All of whom the same is to be told" }),
  are: z.enum(["new", "gone"]).optional().meta({ description: "They are there only after the change, or only before" }),
  gains: z.array(z.string()).meta({ description: "`read, browse on docker-dev-hosted`" }),
  loses: z.array(z.string()),
});
export type ReportedAccessChange = z.infer<typeof accessChangeSchema>;

/** Something that is not as the last `up` left it. */
export const driftedSchema = z.strictObject({
  ...objectFields,
  resource: z.string(),
  missing: z.literal(true).optional().meta({ description: "Nexus has it no more" }),
  mended: z.literal(true).optional().meta({ description: "The run that is reviewed makes it as declared again" }),
  fields: z.array(fieldChangeSchema).meta({ description: "before: as declared; after: as it is in Nexus" }),
});
export type DriftedResource = z.infer<typeof driftedSchema>;

const nexus = z
  .strictObject({
    url: z.string().optional(),
    release: z.string().optional(),
    edition: z.string().optional(),
  })
  .meta({ description: "The Nexus that was looked at; empty where none was" });

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

const counts = (names: readonly string[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.int().min(0)])) as Record<string, z.ZodInt>);

/** `review.json` */
export const reviewSchema = z.strictObject({
  version: z.literal(1),
  project: z.string(),
  stack: z.string(),
  nexus,
  summary: counts([...changeOps, "same", "others", "drift"]),
  notChecked: z.array(z.string()).meta({ description: "What could not be checked, and why" }),
  risks: z.array(riskSchema).meta({ description: "The worst first" }),
  access: z.array(accessChangeSchema),
  changes: z.array(changeSchema),
  drift: z.array(driftedSchema),
  said: z.array(z.string()).meta({ description: "What the preview told besides" }),
});
export type Review = z.infer<typeof reviewSchema>;

/** Something that Nexus has and nobody declared. */
export const unmanagedSchema = z.strictObject({
  family: z.string().meta({ description: "`repository`, `role`, `task`, ..." }),
  ...objectFields,
});
export type UnmanagedObject = z.infer<typeof unmanagedSchema>;

/** Something that the program declares otherwise than the last `up` did. */
export const pendingSchema = z.strictObject({ ...objectFields, resource: z.string() });
export type PendingChange = z.infer<typeof pendingSchema>;

/** `drift.json` */
export const driftReportSchema = z.strictObject({
  version: z.literal(1),
  project: z.string(),
  stack: z.string(),
  nexus,
  summary: counts(["changed", "missing", "unmanaged", "waiting", "same"]),
  notChecked: z.array(z.string()),
  drift: z.array(driftedSchema),
  unmanaged: z.array(unmanagedSchema),
  waiting: z.array(pendingSchema).meta({ description: "Declared, and made by no `up` yet; no drift" }),
  mended: z
    .array(driftedSchema)
    .optional()
    .meta({ description: "What --heal made as declared again; the rest is what is left" }),
});
export type DriftReport = z.infer<typeof driftReportSchema>;
