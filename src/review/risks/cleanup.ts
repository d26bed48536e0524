import { joinWithAnd } from "../../access/rights-text.ts";
import { type Declaration, getDeclaredIdentity, listByFamily } from "../../estate/estate.ts";
import type { PlannedStates } from "../../plan/plan-context.ts";
import { type Fields, getValueAt, type Json } from "../../util/json.ts";
import { describeCleanupCriteria } from "../cleanup-criteria.ts";
import {
  type CleanupCounts,
  createRisk,
  forEachChange,
  getNewValue,
  type RiskContext,
  type RiskRule,
  toStrings,
} from "./risk-rule.ts";

/** A repository that a policy is to clean up from now on, or more than before. */
export interface WiderCleanup {
  repository: Declaration;
  policy: Declaration;
  /** It is attached to the repository for the first time. */
  isNew: boolean;
  /** The criteria that let it reach further. */
  paths: string[];
}

/** Where more would be cleaned up than today, in repositories that are there today. */
export function findWiderCleanups({ current: before, planned: after }: PlannedStates): WiderCleanup[] {
  const [oldPolicies, policies] = [before, after].map((world) => named(listByFamily(world, "cleanup policy")));
  const today = named(listByFamily(before, "repository"));
  return listByFamily(after, "repository").flatMap((repository) => {
    const old = today?.get(getDeclaredIdentity(repository));
    if (!old) return [];
    const attached = toStrings(getValueAt(old.fields, "cleanup.policyNames"));
    return toStrings(getValueAt(repository.fields, "cleanup.policyNames")).flatMap((name): WiderCleanup[] => {
      const policy = policies?.get(name);
      if (!policy) return [];
      if (!attached.includes(name)) return [{ repository, policy, isNew: true, paths: [] }];
      const former = oldPolicies?.get(name);
      const paths = former ? widened(former.fields, policy.fields) : [];
      return paths.length ? [{ repository, policy, isNew: false, paths }] : [];
    });
  });
}

function named(declarations: readonly Declaration[]): Map<string, Declaration> {
  return new Map(declarations.map((one) => [getDeclaredIdentity(one), one]));
}

/** Whether a criterion reaches further than before. What fits all criteria goes, so one less, too, reaches further. */
const reachesFurther: Readonly<Record<string, (before: Json, after: Json | undefined) => boolean>> = {
  criteriaLastDownloaded: isLess,
  criteriaLastBlobUpdated: isLess,
  criteriaReleaseType: (before, after) => before !== after,
  criteriaAssetRegex: (before, after) => before !== after,
  retain: isLess,
};

function isLess(before: Json, after: Json | undefined): boolean {
  return after === undefined || after === null || Number(after) < Number(before);
}

function widened(before: Fields, after: Fields): string[] {
  return Object.entries(reachesFurther)
    .filter(([path, further]) => {
      const old = before[path];
      return old !== undefined && old !== null && further(old, after[path]);
    })
    .map(([path]) => path);
}

/** Content goes that stayed until now: a cleanup policy is attached, or reaches further. */
export const cleanedUpMore: RiskRule = (situation) => {
  const { changes: subjects, cleanupCounts: wouldRemove } = situation;
  const reaches = findWiderCleanups(situation);
  const attached = reaches.filter(({ isNew }) => isNew).flatMap((reach) => attachedRisk(situation, reach));
  const policies = [...new Set(reaches.filter(({ isNew }) => !isNew).map(({ policy }) => policy))];
  const wider = policies.flatMap((policy) => {
    const about = subjects.find(
      ({ kind, name }) => kind.family === "cleanup policy" && name === getDeclaredIdentity(policy),
    );
    const mine = reaches.filter((reach) => reach.policy === policy && !reach.isNew);
    if (!about) return [];
    return [
      createRisk(about, mine.some(({ repository }) => isHosted(repository)) ? "high" : "low", "cleanup-shortened", {
        path: mine[0]?.paths.join(", ") ?? "",
        reason: `cleans up more than before: ${describeCleanupCriteria(policy.fields)}`,
        consequence: `the next cleanup removes ${joinWithAnd(mine.map((reach) => removedWords(reach, wouldRemove)))}`,
      }),
    ];
  });
  return [...attached, ...wider];
};

function attachedRisk({ changes: subjects, current, cleanupCounts: wouldRemove }: RiskContext, reach: WiderCleanup) {
  const { repository, policy } = reach;
  const name = getDeclaredIdentity(repository);
  const about = subjects.find((subject) => subject.kind.family === "repository" && subject.name === name);
  if (!about) return [];
  const former = listByFamily(current, "repository").find((one) => getDeclaredIdentity(one) === name);
  const had = toStrings(getValueAt(former?.fields ?? {}, "cleanup.policyNames")).length > 0;
  return [
    createRisk(about, isHosted(repository) ? "high" : "low", had ? "cleanup-added" : "cleanup-where-there-was-none", {
      path: "cleanup.policyNames",
      reason: `is cleaned up by ${getDeclaredIdentity(policy)}${had ? "" : ", and was never cleaned up before"}: ${describeCleanupCriteria(policy.fields)}`,
      consequence: `the next cleanup removes ${removedWords(reach, wouldRemove)}`,
    }),
  ];
}

/** What a proxy loses it fetches again. */
function isHosted({ kind }: Declaration): boolean {
  return kind.repository?.type === "hosted";
}

function removedWords({ repository }: WiderCleanup, wouldRemove: CleanupCounts): string {
  const name = getDeclaredIdentity(repository);
  const count = wouldRemove.get(name);
  if (!count) return `what fits them from ${name} (not counted)`;
  const number = count.isMore ? `${count.components} or more` : String(count.components);
  return `${number} component${count.components === 1 && !count.isMore ? "" : "s"} from ${name}, as of today`;
}

/** Tasks that delete content when they run. The nightly cleanup, which does what policies say, is none of them. */
const deleting: Readonly<Record<string, string>> = {
  "task-repository-maven-remove-snapshots": "deletes snapshots",
  "task-repository-maven-purge-unused-snapshots": "deletes snapshots that nobody asks for",
  "task-repository-purge-unused": "deletes what nobody asks for",
  "task-malware-remediator": "deletes what is found to be malware",
};

/** A task that deletes content is new, or runs at other times or for other repositories. */
export const deletedByTask: RiskRule = forEachChange((subject) => {
  const { kind, current: before, planned: after } = subject;
  const does = deleting[kind.name];
  const paths = ["enabled", "schedule", "properties"].filter((path) => getNewValue(subject, path) !== undefined);
  if (does === undefined || !after || after.enabled === false || !paths.length) return [];
  return [
    createRisk(subject, "medium", "deleting-task", {
      path: paths.join(", "),
      reason: `${does}, and is ${before ? "changed" : "new"}`,
      consequence: "what it deletes is gone, whatever the cleanup policies say",
    }),
  ];
});
