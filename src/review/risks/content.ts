import { getDeclaredIdentity } from "../../estate/estate.ts";
import { formatComponentCount } from "../../model/component-count.ts";
import { deletesContent, type ResourceChange } from "../../plan/resource-changes.ts";
import { getValueAt } from "../../util/json.ts";
import { createRisk, forEachChange, getValueChange, type RiskContext, type RiskRule } from "./risk-rule.ts";

/** A repository or a blob store is deleted, or is not managed any more. */
export const contentLost: RiskRule = forEachChange((change, context) => {
  const { kind, op, step } = change;
  if (op !== "delete" && op !== "keep") return [];
  if (op === "keep" && (kind.holdsContent || kind.repository))
    return [
      createRisk(change, "low", "content-kept", {
        reason: "was removed from the program and stays in Nexus with its content",
        consequence:
          step.retained && deletesContent(context)
            ? "nexus:deleteContent is true, but the last up stored that the object stays: to delete it, declare it again, run up, and remove it afterwards"
            : "it is not managed any more: access, cleanup and settings stay as they are",
      }),
    ];
  if (op === "keep") return [];
  const users = findRepositoriesIn(change, context);
  if (users.length)
    return [
      createRisk(change, "low", "blob-store-in-use", {
        reason: `was removed from the program, but ${users.join(", ")} in it stays, so Nexus refuses to delete it`,
        consequence: "it stays in Nexus and is not managed any more",
      }),
    ];
  if (kind.holdsContent)
    return [
      createRisk(change, "high", "content-deleted", {
        reason: `is deleted with all its content${describeCount(change, context)}`,
        consequence: "only a backup of the blob store and of the database restores it",
      }),
    ];
  return kind.repository
    ? [
        createRisk(change, "medium", "repository-deleted", {
          reason: "is deleted",
          consequence:
            kind.repository.type === "proxy"
              ? "its cache is lost, and clients that use it fail"
              : "clients that use it fail; the content of its members stays",
        }),
      ]
    : [];
});

/** Returns the names of the repositories that are in a blob store after the run. */
function findRepositoriesIn({ kind, name }: ResourceChange, { planned }: RiskContext): string[] {
  if (kind.family !== "blob store") return [];
  return planned.declarations
    .filter(
      ({ kind: { family }, fields }) => family === "repository" && getValueAt(fields, "storage.blobStoreName") === name,
    )
    .map(getDeclaredIdentity);
}

/** A change that Nexus cannot make in place deletes the object and creates it again, empty. */
export const contentRemade: RiskRule = forEachChange((change, context) => {
  const { kind, op } = change;
  if (op === "delete" || op === "keep") return [];
  return findReplacingChanges(change).map(({ path, from, to }) =>
    createRisk(change, kind.repository?.type === "group" ? "medium" : "high", "content-remade", {
      path,
      reason: `is deleted and created again, because Nexus cannot change ${path} from ${from} to ${to} in place`,
      consequence: `all its content is lost${describeCount(change, context)}`,
    }),
  );
});

/** Returns the names of hosted repositories and proxies that a run deletes, also to create them again. */
export function findRepositoriesLosingContent(changes: readonly ResourceChange[]): string[] {
  const isLosing = (change: ResourceChange) =>
    change.op === "delete" ? change.kind.holdsContent : change.op !== "keep" && findReplacingChanges(change).length > 0;
  return changes
    .filter((change) => change.kind.repository && change.current?.type !== "group" && isLosing(change))
    .map(({ name }) => name);
}

function describeCount({ name }: ResourceChange, { contentCounts }: RiskContext): string {
  const count = contentCounts.get(name);
  return count ? ` (${formatComponentCount(count)} today)` : "";
}

function findReplacingChanges(change: ResourceChange): { path: string; from: string; to: string }[] {
  const { kind, formerKind, current, planned } = change;
  if (!current || !planned || change.op === "same") return [];
  const isOtherStoreType = formerKind !== undefined && kind.family === "blob store";
  if (isOtherStoreType) return [{ path: "type", from: formerKind.noun, to: kind.noun }];
  const kindChanges = (["format", "type"] as const).flatMap((path) => {
    const from = formerKind ? formerKind.repository?.[path] : !kind.matches(current) && current[path];
    const to = kind.repository?.[path];
    return to !== undefined && typeof from === "string" && from !== to ? [{ path, from, to }] : [];
  });
  const store = getValueChange(change, "storage.blobStoreName");
  const storeChanges =
    store?.before && store.after ? [{ path: "storage.blobStoreName", from: store.before, to: store.after }] : [];
  return [...kindChanges, ...storeChanges].map(({ path, from, to }) => ({ path, from: String(from), to: String(to) }));
}

/** A repository is taken offline. */
export const takenOffline: RiskRule = forEachChange((change) =>
  getValueChange(change, "online")?.after === false
    ? [
        createRisk(change, "high", "taken-offline", {
          path: "online",
          reason: "goes offline",
          consequence: "Nexus refuses every upload and download with 503",
        }),
      ]
    : [],
);
