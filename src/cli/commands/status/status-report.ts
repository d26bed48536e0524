import { z } from "zod";
import { extents } from "../../../access/configuration-access.ts";
import { formatArea } from "../../../access/rights-text.ts";
import { editions } from "../../../util/release.ts";
import { alignColumns } from "../../shared/column-layout.ts";

const extent = z.enum(extents);

/** The JSON of `nexus-iac status --json`. A part that is not known is absent, and `problems` says why. */
export const statusReportSchema = z.strictObject({
  nexus: z
    .strictObject({
      url: z.string().optional(),
      release: z.string().optional(),
      edition: z.enum(editions).optional(),
      /** The user that nexus-iac logs in as. */
      user: z.string().optional(),
      /** The access of this user to each area of Nexus's configuration. */
      access: z.array(z.strictObject({ area: z.string(), read: extent, write: extent })).optional(),
    })
    .optional(),
  stack: z
    .strictObject({
      name: z.string(),
      /** The URL of the backend that has the state, without credentials. */
      backend: z.string().optional(),
      /** The last `up` or `destroy`; null if there was none. */
      lastRun: z
        .strictObject({
          command: z.enum(["up", "destroy"]),
          /** In UTC, as in ISO 8601. */
          startTime: z.string(),
          /** `succeeded`, `failed` or `in-progress`, as Pulumi records it. */
          result: z.string(),
          /** The number of resources by operation: `create`, `update`, `same`. */
          changes: z.record(z.string(), z.number()),
        })
        .nullable()
        .optional(),
      /** Present with `--drift`. */
      drift: z
        .strictObject({
          /** The number of objects by state: `changed`, `missing`, `unmanaged`, `same`. */
          counts: z.record(z.string(), z.number()),
          summary: z.string(),
        })
        .optional(),
    })
    .optional(),
  /** Why a part could not be read, a sentence each. */
  problems: z.array(z.string()),
});

export type StatusReport = z.infer<typeof statusReportSchema>;
export type NexusStatus = NonNullable<StatusReport["nexus"]>;
export type StackStatus = NonNullable<StatusReport["stack"]>;

/** Formats a report for a terminal: a line for each fact, then the problems. */
export function formatStatus({ nexus, stack, problems }: StatusReport): string {
  const rows = [...(nexus ? listNexusRows(nexus) : []), ...(stack ? listStackRows(stack) : [])];
  return [...alignColumns(rows), ...problems.map((problem) => `Not known: ${problem}`)].join("\n");
}

function listNexusRows({ url, release, edition, user, access }: NexusStatus): string[][] {
  const server = [release, edition].filter(Boolean).join(" ");
  return [
    ["Nexus", url ?? "no URL is set"],
    ...(server ? [["Release", server]] : []),
    ...(user === undefined ? [] : [["User", user]]),
    ...(access ? listAccessRows(access) : []),
  ];
}

/** One line for the areas with the same access, the most access first. */
function listAccessRows(access: NonNullable<NexusStatus["access"]>): string[][] {
  const texts = access.map(({ area, read, write }) => ({ area: formatArea(area), text: accessText(read, write) }));
  const groups = [...Map.groupBy(texts, ({ text }) => text)].sort(([, a], [, b]) => b.length - a.length);
  return groups.map(([text, areas], index) => {
    const names = groups.length === 1 ? "everything" : areas.map(({ area }) => area).join(", ");
    return [index ? "" : "Rights", `${text}: ${names}`];
  });
}

type Access = NonNullable<NexusStatus["access"]>[number];

function accessText(read: Access["read"], write: Access["write"]): string {
  if (read === "none" && write === "none") return "no access";
  const verbs = [
    ["read", read],
    ["change", write],
  ] as const;
  return verbs.flatMap(([verb, allowed]) => (allowed === "none" ? [] : [verb + extentNotes[allowed]])).join(" and ");
}

const extentNotes = { all: "", some: " (partly)" };

function listStackRows({ name, backend, lastRun, drift }: StackStatus): string[][] {
  return [
    ["Stack", name],
    ...(backend === undefined ? [] : [["Backend", backend]]),
    ...(lastRun === undefined ? [] : [["Last run", lastRun ? lastRunText(lastRun) : "none"]]),
    ...(drift ? [["Drift", drift.summary]] : []),
  ];
}

function lastRunText({ command, startTime, result, changes }: NonNullable<StackStatus["lastRun"]>): string {
  const counts = Object.entries(changes).map(([operation, count]) => `${count} ${operation}`);
  const time = startTime.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
  return `${command} ${result} at ${time}${counts.length ? ` (${counts.join(", ")})` : ""}`;
}
