import { type Declaration, getDeclaredIdentity, getStrings, listByFamily } from "../../estate/estate.ts";
import { formatComponentCount } from "../../model/component-count.ts";
import type { PlannedStates } from "../../plan/plan-context.ts";
import { joinWithAnd } from "../../util/display-text.ts";
import type { Fields, Json } from "../../util/json.ts";
import { describeCleanupCriteria } from "../cleanup-criteria.ts";
import type { Risk } from "../report-schemas.ts";
import {
  type ComponentCounts,
  createRisk,
  forEachChange,
  getNewValue,
  type RiskContext,
  type RiskRule,
} from "./risk-rule.ts";

/** Represents a repository from which a cleanup policy removes more components than today. */
export interface WiderCleanup {
  repository: Declaration;
  policy: Declaration;
  /** True where the policy is newly attached to the repository. */
  isNew: boolean;
  /** The criteria that match more components than today. */
  paths: string[];
}

/** Finds the existing repositories from which cleanup would remove more components than today. */
export function findWiderCleanups({ current, planned }: PlannedStates): WiderCleanup[] {
  const currentPolicies = indexByName(listByFamily(current, "cleanup policy"));
  const plannedPolicies = indexByName(listByFamily(planned, "cleanup policy"));
  const currentRepositories = indexByName(listByFamily(current, "repository"));
  return listByFamily(planned, "repository").flatMap((repository) => {
    const currentRepository = currentRepositories.get(getDeclaredIdentity(repository));
    if (!currentRepository) return [];
    const attached = getStrings(currentRepository.fields, "cleanup.policyNames");
    return getStrings(repository.fields, "cleanup.policyNames").flatMap((name): WiderCleanup[] => {
      const policy = plannedPolicies.get(name);
      if (!policy) return [];
      if (!attached.includes(name)) return [{ repository, policy, isNew: true, paths: [] }];
      const currentPolicy = currentPolicies.get(name);
      const paths = currentPolicy ? findWiderCriteria(currentPolicy.fields, policy.fields) : [];
      return paths.length ? [{ repository, policy, isNew: false, paths }] : [];
    });
  });
}

function indexByName(declarations: readonly Declaration[]): Map<string, Declaration> {
  return new Map(declarations.map((declaration) => [getDeclaredIdentity(declaration), declaration]));
}

/** A component is removed if it matches all criteria: a criterion that is removed therefore matches more, too. */
const matchesMore: Readonly<Record<string, (before: Json, after: Json | undefined) => boolean>> = {
  criteriaLastDownloaded: isLess,
  criteriaLastBlobUpdated: isLess,
  criteriaReleaseType: (before, after) => before !== after,
  criteriaAssetRegex: (before, after) => before !== after,
  retain: isLess,
};

function isLess(before: Json, after: Json | undefined): boolean {
  return after === undefined || after === null || Number(after) < Number(before);
}

function findWiderCriteria(before: Fields, after: Fields): string[] {
  return Object.entries(matchesMore)
    .filter(([path, isWider]) => {
      const value = before[path];
      return value !== undefined && value !== null && isWider(value, after[path]);
    })
    .map(([path]) => path);
}

/** A cleanup policy is attached to a repository, or removes more components. */
export const cleanupWidened: RiskRule = (context) => {
  const cleanups = findWiderCleanups(context);
  const attached = cleanups.filter(({ isNew }) => isNew).flatMap((cleanup) => findAttachedRisk(context, cleanup));
  const policies = [...new Set(cleanups.filter(({ isNew }) => !isNew).map(({ policy }) => policy))];
  const shortened = policies.flatMap((policy) => {
    const name = getDeclaredIdentity(policy);
    const change = context.changes.find((item) => item.kind.family === "cleanup policy" && item.name === name);
    const own = cleanups.filter((cleanup) => cleanup.policy === policy && !cleanup.isNew);
    if (!change) return [];
    return [
      createRisk(change, own.some(({ repository }) => isHosted(repository)) ? "high" : "low", "cleanup-shortened", {
        path: own[0]?.paths.join(", ") ?? "",
        reason: `removes more components than before: ${describeCleanupCriteria(policy.fields)}`,
        consequence: `the next cleanup removes ${joinWithAnd(own.map((cleanup) => describeRemoved(cleanup, context.cleanupCounts)))}`,
      }),
    ];
  });
  return [...attached, ...shortened];
};

function findAttachedRisk({ changes, current, cleanupCounts }: RiskContext, cleanup: WiderCleanup): Risk[] {
  const { repository, policy } = cleanup;
  const name = getDeclaredIdentity(repository);
  const change = changes.find((item) => item.kind.family === "repository" && item.name === name);
  if (!change) return [];
  const currentRepository = listByFamily(current, "repository").find((item) => getDeclaredIdentity(item) === name);
  const hadPolicy = getStrings(currentRepository?.fields ?? {}, "cleanup.policyNames").length > 0;
  const policyName = getDeclaredIdentity(policy);
  return [
    createRisk(
      change,
      isHosted(repository) ? "high" : "low",
      hadPolicy ? "cleanup-added" : "cleanup-where-there-was-none",
      {
        path: "cleanup.policyNames",
        reason: `gets the ${hadPolicy ? "" : "first "}cleanup policy ${policyName}: ${describeCleanupCriteria(policy.fields)}`,
        consequence: `the next cleanup removes ${describeRemoved(cleanup, cleanupCounts)}`,
      },
    ),
  ];
}

/** A proxy fetches removed components again. */
function isHosted({ kind }: Declaration): boolean {
  return kind.repository?.type === "hosted";
}

function describeRemoved({ repository }: WiderCleanup, counts: ComponentCounts): string {
  const name = getDeclaredIdentity(repository);
  const count = counts.get(name);
  if (!count) return `the matching components of ${name} (not counted)`;
  return `${formatComponentCount(count)} of ${name} (counted today)`;
}

/** Tasks that delete content. The cleanup task is left out: it removes only components that a policy matches. */
const deletingTasks: Readonly<Record<string, string>> = {
  "task-repository-maven-remove-snapshots": "deletes snapshots",
  "task-repository-maven-purge-unused-snapshots": "deletes unused snapshots",
  "task-repository-purge-unused": "deletes unused components",
  "task-malware-remediator": "deletes components that are found to be malware",
};

/** A task that deletes content is new, or its schedule or its repositories change. */
export const deletingTaskChanged: RiskRule = forEachChange((change) => {
  const { kind, current, planned } = change;
  const effect = deletingTasks[kind.name];
  const paths = ["enabled", "schedule", "properties"].filter((path) => getNewValue(change, path) !== undefined);
  if (effect === undefined || !planned || planned.enabled === false || !paths.length) return [];
  return [
    createRisk(change, "medium", "deleting-task", {
      path: paths.join(", "),
      reason: `${effect}, and is ${current ? "changed" : "new"}`,
      consequence: "the task deletes content regardless of cleanup policies, and nothing restores it",
    }),
  ];
});
