import { type Declaration, type Estate, getDeclaredIdentity, getStrings } from "../estate/estate.ts";
import { type Kind, toIdentityKey } from "../model/kind.ts";
import type { Fields } from "../util/json.ts";
import type { NexusSnapshot } from "./nexus-snapshot.ts";
import type { Plan } from "./plan.ts";
import { findResourceChanges, type ResourceChange } from "./resource-changes.ts";

/** Represents a Nexus before and after a run. */
export interface PlannedStates {
  /** The objects of today, as far as they are known. */
  current: Estate;
  /** The objects after the run. */
  planned: Estate;
}

/**
 * Represents a plan joined with a snapshot of the stack's own Nexus. Access, risks, drift and the review page are
 * derived from it.
 */
export interface PlanContext extends PlannedStates {
  plan: Plan;
  /** Absent where Nexus was not read. */
  snapshot?: NexusSnapshot;
  /** The changes in the stack's own Nexus, resources that stay the same included. */
  changes: ResourceChange[];
}

/**
 * Joins a plan with a snapshot of the stack's own Nexus.
 *
 * @example
 * const context = createPlanContext(readPlan(previewJson), snapshot);
 * context.planned.declarations; // the objects that Nexus will have
 */
export function createPlanContext(plan: Plan, snapshot: NexusSnapshot | undefined): PlanContext {
  const changes = findResourceChanges(plan, undefined, snapshot);
  return { plan, ...(snapshot && { snapshot }), changes, ...derivePlannedStates(changes, snapshot) };
}

/** Derives the state before and after the run from the changes, and from everything else that the snapshot has. */
export function derivePlannedStates(
  changes: readonly ResourceChange[],
  snapshot: NexusSnapshot | undefined,
): PlannedStates {
  const current = new Map(
    snapshot?.estate.declarations.map((declaration) => [
      toIdentityKey(declaration.kind, getDeclaredIdentity(declaration)),
      declaration,
    ]),
  );
  const planned = new Map(current);
  for (const { kind, name, op, current: before, planned: after } of changes) {
    const key = toIdentityKey(kind, name);
    if (before && !current.has(key)) current.set(key, toDeclaration(kind, name, before));
    // An unchanged resource keeps the object that Nexus has, even where that is of another kind than declared.
    if (op === "same" && planned.has(key)) continue;
    if (after) planned.set(key, toDeclaration(kind, name, after));
    else planned.delete(key);
  }
  applyDefaultRoleRealm(changes, planned);
  const existing = snapshot?.estate.existing ?? [];
  return {
    current: { declarations: [...current.values()], existing },
    planned: { declarations: [...planned.values()], existing },
  };
}

/** Nexus activates and deactivates the realm DefaultRole with its capability where the program does not declare realms (3.71). */
function applyDefaultRoleRealm(changes: readonly ResourceChange[], planned: Map<string, Declaration>): void {
  const changed = changes.filter(({ op }) => op !== "same");
  const capability = changed.find(({ kind, op }) => kind.name === "capability-defaultrole" && op !== "keep");
  const [key, realms] = [...planned].find(([, { kind }]) => kind.family === "realms") ?? [];
  const areRealmsChanged = changed.some(({ kind, planned: after }) => after && kind.family === "realms");
  if (!capability || !key || !realms || areRealmsChanged) return;
  const isActive = capability.planned !== undefined && capability.planned.enabled !== false;
  const others = getStrings(realms.fields, "active").filter((realm) => realm !== "DefaultRole");
  planned.set(key, { ...realms, fields: { ...realms.fields, active: isActive ? [...others, "DefaultRole"] : others } });
}

function toDeclaration(kind: Kind, resource: string, fields: Fields): Declaration {
  return { kind, resource, fields };
}
