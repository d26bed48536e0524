import { diffAccess } from "../access/access-diff.ts";
import { toSecurityModel } from "../estate/declared-security.ts";
import { hasSameIgnoredPaths } from "../model/ignored-paths.ts";
import { findFormerUrls, type Plan } from "../plan/plan.ts";
import { derivePlannedStates, type PlanContext, type PlannedStates } from "../plan/plan-context.ts";
import { changeOps, findResourceChanges, type ResourceChange } from "../plan/resource-changes.ts";
import { describeAccessChanges } from "./access-changes.ts";
import { findDriftInSnapshot } from "./drift.ts";
import {
  compareDeclarations,
  compareWithLive,
  listCreateDefaults,
  listSecretFields,
  withValuesInNexus,
} from "./field-changes.ts";
import { createRanking } from "./ranking.ts";
import { describeNexus, type FieldChange, type ReportedChange, type ReportRun, type Review } from "./report-schemas.ts";
import { findRisks } from "./risks/index.ts";
import type { ComponentCounts } from "./risks/risk-rule.ts";

/** The facts that a review needs beside the plan. */
export interface ReviewInput {
  /** The components that cleanup would remove from each repository, where Nexus could count them. */
  cleanupCounts: ComponentCounts;
  /** The components of repositories that are deleted, where Nexus could count them: see `findRepositoriesLosingContent`. */
  contentCounts: ComponentCounts;
  /** Default: the report does not describe its run. */
  run?: ReportRun;
  /** The parts that could not be checked, each with its reason. */
  notChecked: readonly string[];
}

/** Creates the review of a plan: its changes, risks, changes of access, and drift. */
export function createReview(
  context: PlanContext,
  { cleanupCounts, contentCounts, notChecked, run }: ReviewInput,
): Review {
  const { plan, snapshot, changes } = context;
  const providers = [...new Set(plan.steps.flatMap(({ provider }) => provider ?? []))];
  const { configuration, metadata } = plan;
  const own = {
    ...withAccess(changes, context),
    contentCounts,
    hasSnapshot: snapshot !== undefined,
    configuration,
    ...metadata,
  };
  const others = providers.map((provider) => {
    const otherChanges = findResourceChanges(plan, provider, undefined);
    const states = derivePlannedStates(otherChanges, undefined);
    return { ...withAccess(otherChanges, states), contentCounts: new Map(), hasSnapshot: false, configuration: {} };
  });
  const allChanges = [own, ...others].flatMap((nexus) => nexus.changes);
  const reported = allChanges.flatMap(toReportedChange);
  const drift = snapshot ? findDriftInSnapshot(changes) : [];
  const risks = [own, ...others].flatMap((nexus) => findRisks({ ...nexus, cleanupCounts }));
  return {
    version: 1,
    project: plan.project,
    stack: plan.stack,
    nexus: describeNexus(snapshot),
    ...(run && { run }),
    summary: {
      ...Object.fromEntries(changeOps.map((op) => [op, reported.filter((change) => change.op === op).length])),
      same: allChanges.filter(({ op }) => op === "same").length,
      others: plan.others.length,
      drift: drift.length,
    },
    notChecked: [...notChecked, ...listUnchecked(plan, providers)],
    risks,
    access: describeAccessChanges(own.access),
    changes: reported.toSorted(createRanking(risks)),
    drift: drift.toSorted(createRanking(risks)),
    warnings: plan.warnings,
    notices: plan.messages,
  };
}

function withAccess(changes: readonly ResourceChange[], { current, planned }: PlannedStates) {
  return { changes, current, planned, access: diffAccess(toSecurityModel(current), toSecurityModel(planned)) };
}

function listUnchecked(plan: Plan, providers: readonly string[]): string[] {
  return [
    ...(plan.complete
      ? []
      : ["access and risks of unchanged resources: the plan does not contain them, create it with --show-sames"]),
    ...(plan.metadata?.customInvariants ?? []).map(
      (name) => `the invariant "${name}" in Nexus: it is defined in the program itself`,
    ),
    ...findFormerUrls(plan).map((url) => `${url}: nexus:url has changed, and nothing is changed there`),
    ...providers.map((provider) => `the Nexus of the Provider "${provider}": it was not read`),
  ];
}

function toReportedChange(change: ResourceChange): ReportedChange[] {
  const { op, kind, name, step, formerKind, declaredBefore } = change;
  // An object of another kind with this name is deleted, and this one is created in its place.
  const replaces = formerKind ? `${formerKind.noun} ${name}` : change.replaces;
  const fields = listFieldChanges(change);
  // A setting that is as declared already is adopted without a change.
  if (op === "same" || (op === "update" && !declaredBefore && !fields.length)) return [];
  return [
    {
      kind: kind.name,
      noun: kind.noun,
      name,
      ...(step.provider !== undefined && { provider: step.provider }),
      resource: step.resource,
      op: formerKind ? "create" : op,
      ...(replaces !== undefined && { replaces }),
      fields,
    },
  ];
}

function listFieldChanges(change: ResourceChange): FieldChange[] {
  const { op, kind, formerKind, declared, declaredBefore, live } = change;
  if (!declared || op === "delete" || op === "keep") return [];
  if (formerKind || (!declaredBefore && !live))
    return [
      ...compareDeclarations(kind, {}, declared).filter(({ path }) => path !== kind.identity),
      ...(kind.setting ? [] : listCreateDefaults(kind, declared)),
    ];
  if (!declaredBefore) return [...compareWithLive(kind, declared, live ?? {}), ...listSecretFields(declared)];
  const changed = withValuesInNexus(kind, compareDeclarations(kind, declaredBefore, declared), change);
  if (op !== "update" || changed.length) return changed;
  // An update without a visible change is one of a secret or of ignoreChanges, or repairs the object in Nexus.
  const secrets = hasSameIgnoredPaths(declaredBefore, declared) ? listSecretFields(declared) : [];
  return [...(live ? compareWithLive(kind, declared, live) : []), ...secrets];
}
