import { diffAccess } from "../access/access-diff.ts";
import { toSecurityModel } from "../estate/declared-security.ts";
import { type Declaration, getDeclaredIdentity } from "../estate/estate.ts";
import { getIdentity, toIdentityKey } from "../model/kind.ts";
import { buildUpdateBody } from "../model/request-body.ts";
import { toComparable } from "../plan/comparable-fields.ts";
import { createLiveLookup, type NexusSnapshot } from "../plan/nexus-snapshot.ts";
import type { Plan, RefreshedResource } from "../plan/plan.ts";
import type { ResourceChange } from "../plan/resource-changes.ts";
import { toReportedKey } from "./ranking.ts";
import type { DriftedResource, Risk } from "./report-schemas.ts";
import { findRisks } from "./risks/index.ts";

interface FoundDrift {
  drift: readonly DriftedResource[];
  /** The objects in Nexus that the program does not declare. */
  undeclared: readonly Declaration[];
  snapshot?: NexusSnapshot;
}

/**
 * Finds the risks of drift by the rules for changes: drift is a change from the declared state to the state in Nexus, in which
 * undeclared objects are new. Only the stack's own Nexus is evaluated.
 */
export function findDriftRisks(plan: Plan, { drift, undeclared, snapshot }: FoundDrift): Risk[] {
  const drifted = new Set(drift.map(toReportedKey));
  const isDrifted = (kind: string, name: string) => drifted.has(toReportedKey({ kind, noun: "", name }));
  const find = createLiveLookup(snapshot);
  const refreshedFields = new Map(plan.steps.map(({ urn, before }) => [urn, before]));
  const declared = plan.refreshed
    .filter(({ kind, provider }) => provider === undefined && !kind.absenceOf && !kind.action && !kind.retrieves)
    .map((resource): ResourceChange => {
      const { kind, urn, applied } = resource;
      const before = refreshedFields.get(urn);
      const found = find(kind, applied);
      const live = typeof found === "object" ? found : before && toComparable(before);
      const name = getIdentity(kind, applied);
      const step = toStep(resource);
      if (!live || !before)
        return {
          kind,
          name,
          step,
          op: "delete",
          isMissing: false,
          declaredBefore: applied,
          current: toComparable(applied),
        };
      const current = buildUpdateBody(kind.shape, live, toComparable(applied), []);
      const op = isDrifted(kind.name, name) ? "update" : "same";
      return {
        kind,
        name,
        step,
        op,
        isMissing: false,
        declared: applied,
        declaredBefore: applied,
        live,
        current,
        planned: live,
      };
    });
  const created = undeclared.map((declaration): ResourceChange => {
    const { kind, fields } = declaration;
    const name = getDeclaredIdentity(declaration);
    const step = toStep({ urn: "", resource: name, kind });
    return { kind, name, step, op: "create", isMissing: false, live: fields, planned: fields };
  });
  const changes = [...declared, ...created];
  const { current, planned } = deriveStates(changes, snapshot);
  return findRisks({
    changes,
    current,
    planned,
    access: diffAccess(toSecurityModel(current), toSecurityModel(planned)),
    cleanupCounts: new Map(),
    contentCounts: new Map(),
    hasSnapshot: snapshot !== undefined,
    configuration: {},
    ...plan.metadata,
  });
}

function toStep({ urn, resource, kind }: Pick<RefreshedResource, "urn" | "resource" | "kind">): ResourceChange["step"] {
  return { op: "same", urn, resource, kind, retained: false, adopted: false, passwordDrifted: false };
}

/** Derives the declared state and the state in Nexus. Other objects of Nexus are in both. */
function deriveStates(changes: readonly ResourceChange[], snapshot: NexusSnapshot | undefined) {
  const others = (snapshot?.estate.declarations ?? []).map(
    (declaration) => [toIdentityKey(declaration.kind, getDeclaredIdentity(declaration)), declaration] as const,
  );
  const [current, planned] = [new Map(others), new Map(others)];
  for (const change of changes) {
    const { kind, name } = change;
    for (const [state, fields] of [
      [current, change.current],
      [planned, change.planned],
    ] as const) {
      if (fields) state.set(toIdentityKey(kind, name), { kind, resource: name, fields });
      else state.delete(toIdentityKey(kind, name));
    }
  }
  const toEstate = (state: ReadonlyMap<string, Declaration>) => ({ declarations: [...state.values()], existing: [] });
  return { current: toEstate(current), planned: toEstate(planned) };
}
