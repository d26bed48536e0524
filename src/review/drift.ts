import { listAutomaticPrivileges } from "../access/privilege-permissions.ts";
import { type Declaration, type Estate, getDeclaredIdentity, getStrings, listRepositories } from "../estate/estate.ts";
import { isUnchangedDefault } from "../estate/unchanged-defaults.ts";
import { getIdentity, type Kind, toIdentityKey } from "../model/kind.ts";
import { defaultRealms, isBuiltIn } from "../model/nexus-defaults.ts";
import { toComparable } from "../plan/comparable-fields.ts";
import type { NexusSnapshot } from "../plan/nexus-snapshot.ts";
import type { Plan, PlanStep } from "../plan/plan.ts";
import type { ResourceChange } from "../plan/resource-changes.ts";
import { globToRegExp } from "../util/globs.ts";
import type { Fields } from "../util/json.ts";
import { findDriftRisks } from "./drift-risks.ts";
import { compareDeclarations, compareWithLive } from "./field-changes.ts";
import { createRanking } from "./ranking.ts";
import {
  type DriftedResource,
  type DriftReport,
  describeNexus,
  type FieldChange,
  type PendingChange,
  type UnmanagedObject,
} from "./report-schemas.ts";

/** Finds the drift that a snapshot of Nexus shows: objects that are not as the last `up` declared them. */
export function findDriftInSnapshot(changes: readonly ResourceChange[]): DriftedResource[] {
  return changes.flatMap(({ kind, name, step, op, isMissing, declaredBefore, live }): DriftedResource[] => {
    if (!declaredBefore || op === "move" || op === "keep") return [];
    const resource = { ...toReportedResource(step, name), ...(op === "update" && { mended: true as const }) };
    // An object that the plan deletes and that is missing already is no drift.
    if (isMissing) return op === "delete" ? [] : [{ ...resource, missing: true, fields: [] }];
    if (live && !kind.matches(live)) return [{ ...resource, fields: [toKindChange(kind, live)] }];
    const fields = live ? compareWithLive(kind, declaredBefore, live).map(swapSides) : [];
    return fields.length ? [{ ...resource, fields }] : [];
  });
}

/** Reports that Nexus has an object of another format or type under the name. */
function toKindChange({ noun }: Kind, { format, type }: Fields): FieldChange {
  return { path: "type", before: noun, after: [format, type].filter(Boolean).join(" ") };
}

/** In a report of drift the declared value stands before the value in Nexus. */
function swapSides({ before, after, added, removed, ...rest }: FieldChange): FieldChange {
  return {
    ...rest,
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
    ...(removed && { added: removed }),
    ...(added && { removed: added }),
  };
}

/** Finds the drift that a preview with `--refresh` shows: changed and missing objects. */
export function findDriftAfterRefresh({ refreshed, steps }: Plan): DriftedResource[] {
  const stepsByUrn = new Map(steps.map((step) => [step.urn, step]));
  return refreshed.flatMap(({ urn, applied, ...rest }): DriftedResource[] => {
    const resource = toReportedResource(rest, getIdentity(rest.kind, applied));
    const step = stepsByUrn.get(urn);
    if (!step?.before) return [{ ...resource, missing: true, fields: [] }];
    const fields = compareDeclarations(rest.kind, applied, step.before);
    const { login } = rest.kind;
    const password = step.passwordDrifted && login ? [{ path: login.password, secret: true as const }] : [];
    return fields.length || password.length ? [{ ...resource, fields: [...fields, ...password] }] : [];
  });
}

function toReportedResource(
  { kind, provider, resource }: Pick<PlanStep, "kind" | "provider" | "resource">,
  name: string,
) {
  return { kind: kind.name, noun: kind.noun, name, ...(provider !== undefined && { provider }), resource };
}

/** Finds changes of the program that no `up` has applied yet: an `up` that repairs drift would apply them too. */
export function findPendingChanges(
  { refreshed, steps, others }: Plan,
  drift: readonly DriftedResource[],
): PendingChange[] {
  const appliedByUrn = new Map(refreshed.map(({ urn, applied }) => [urn, applied]));
  const drifted = new Set(drift.map(({ kind, resource }) => `${kind} ${resource}`));
  const isPending = ({ op, urn, kind, resource, after }: PlanStep) => {
    const applied = appliedByUrn.get(urn);
    if (!applied || !after || op === "delete") return op !== "same";
    // A changed secret is visible only as an update without changed fields.
    const isSecretChange = op !== "same" && !drifted.has(`${kind.name} ${resource}`);
    return isSecretChange || compareDeclarations(kind, applied, after).length > 0;
  };
  const own = steps
    .filter(isPending)
    .map((step) => toReportedResource(step, getIdentity(step.kind, step.after ?? step.before ?? {})));
  return [...own, ...others.map(({ urn }) => ({ kind: "other", noun: "resource", name: urn, resource: urn }))];
}

/** The facts that a report of drift needs beside the preview. */
export interface DriftInput {
  /** Absent where unmanaged objects are not looked for, or Nexus could not be read. */
  snapshot?: NexusSnapshot;
  /** The parts that could not be checked, each with its reason. */
  notChecked?: readonly string[];
  /** Patterns of objects that need not be declared, such as `repository/legacy-*`. `*` stands for any characters. */
  ignored: readonly string[];
}

/** Creates the report of a preview with `--refresh`: drift, unmanaged objects and pending changes. */
export function createDriftReport(plan: Plan, { snapshot, notChecked = [], ignored }: DriftInput): DriftReport {
  const drift = findDriftAfterRefresh(plan);
  const own = plan.refreshed.filter(({ provider }) => provider === undefined);
  const known = [
    ...own.map(({ kind, applied, id }) => toIdentityKey(kind, kind.retrieves ? id : getIdentity(kind, applied))),
    ...(plan.metadata?.existing ?? []).map(({ family, name }) => `${family}/${name}`),
  ];
  const undeclared = snapshot ? findUndeclared(snapshot.estate, new Set(known), ignored) : [];
  const risks = findDriftRisks(plan, { drift, undeclared, ...(snapshot && { snapshot }) });
  const rank = createRanking(risks);
  const unmanaged = undeclared.map(toUnmanagedObject).toSorted(rank);
  const missing = drift.filter((resource) => resource.missing).length;
  const waiting = findPendingChanges(plan, drift);
  return {
    version: 1,
    project: plan.project,
    stack: plan.stack,
    nexus: describeNexus(snapshot),
    summary: {
      changed: drift.length - missing,
      missing,
      unmanaged: unmanaged.length,
      waiting: waiting.length,
      same: plan.refreshed.length - drift.length,
    },
    notChecked: [...notChecked],
    risks,
    drift: drift.toSorted(rank),
    unmanaged,
    waiting,
  };
}

/** Returns the objects that Nexus has, as far as they were read, and missing ones as they were declared. */
export function toCurrentEstate({ refreshed, steps }: Plan, snapshot: NexusSnapshot | undefined): Estate {
  const refreshedFields = new Map(steps.map(({ urn, before }) => [urn, before]));
  const declared = refreshed
    .filter(({ provider, kind }) => provider === undefined && !kind.absenceOf)
    .map(({ kind, urn, resource, applied }) => ({
      kind,
      resource,
      fields: toComparable(refreshedFields.get(urn) ?? applied),
    }));
  const all = [...declared, ...(snapshot?.estate.declarations ?? [])];
  const byKey = new Map(
    all.map((declaration) => [toIdentityKey(declaration.kind, getDeclaredIdentity(declaration)), declaration]),
  );
  return { declarations: [...byKey.values()], existing: [] };
}

/**
 * Finds unmanaged objects: those that Nexus has and neither the program declares nor `existing` names. Objects that
 * Nexus brings itself are left out, and so are ignored ones.
 */
function findUndeclared(live: Estate, known: ReadonlySet<string>, ignored: readonly string[]): Declaration[] {
  const automatic = new Set(
    listRepositories(live).flatMap(({ format, name }) => [...listAutomaticPrivileges(format, name).keys()]),
  );
  const ignoredPatterns = ignored.map(globToRegExp);
  return live.declarations
    .filter((declaration) => !known.has(toIdentityKey(declaration.kind, getDeclaredIdentity(declaration))))
    .filter((declaration) => !isNexusOwn(declaration, automatic))
    .filter((declaration) => {
      const key = `${declaration.kind.family}/${getDeclaredIdentity(declaration)}`;
      return !ignoredPatterns.some((pattern) => pattern.test(key));
    });
}

function toUnmanagedObject(declaration: Declaration): UnmanagedObject {
  const { kind, fields } = declaration;
  return {
    family: kind.family,
    kind: kind.name,
    noun: kind.noun,
    name: getDeclaredIdentity(declaration),
    ...(Array.isArray(fields.roles) && { roles: getStrings(fields, "roles") }),
  };
}

/** Settings that always exist, with the values that a fresh Nexus has. */
const untouched: Readonly<Record<string, (fields: Declaration["fields"]) => boolean>> = {
  realms: ({ active }) => String(active) === String(defaultRealms),
  "anonymous-access": ({ enabled }) => enabled === false,
};

/** Returns true for an object that Nexus brings itself and that is unchanged. */
function isNexusOwn(declaration: Declaration, automatic: ReadonlySet<string>): boolean {
  const { kind, fields, resource } = declaration;
  if (fields.readOnly === true || untouched[kind.name]?.(fields) || isUnchangedDefault(declaration)) return true;
  return isBuiltIn(kind.family, resource) || (kind.family === "privilege" && automatic.has(resource));
}
