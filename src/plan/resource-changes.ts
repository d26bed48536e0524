import { findKindOf } from "../model/catalogue.ts";
import { keepPaths, omitPaths, readIgnoredPaths } from "../model/ignored-paths.ts";
import { getIdentity, type Kind, toIdentityKey } from "../model/kind.ts";
import { isOtherNexus } from "../model/nexus-address.ts";
import { buildUpdateBody, findRemovedPaths } from "../model/request-body.ts";
import { type Fields, isUnknown, type Json } from "../util/json.ts";
import type { Server } from "../util/release.ts";
import { toComparable } from "./comparable-fields.ts";
import { createLiveLookup, type LiveLookup, type NexusSnapshot } from "./nexus-snapshot.ts";
import type { Plan, PlanStep } from "./plan.ts";

/** The operations that change something in Nexus, or the program's ownership of it. */
export const changeOps = ["create", "adopt", "update", "move", "delete", "keep"] as const;

/**
 * The operation of a change:
 * - `adopt`: the object exists in Nexus already, and the stack takes it over;
 * - `move`: another resource of the program declares the object from now on;
 * - `keep`: the object was removed from the program and stays in Nexus.
 */
export type ChangeOp = (typeof changeOps)[number];

/** Represents a step, adapted to a stack that has another URL since the last `up`. */
export interface AdaptedStep extends PlanStep {
  /** True for a removed resource whose object was written with another URL: `up` refuses to delete it. */
  isInFormerNexus?: boolean;
}

/** Represents one object in Nexus that a plan is about: as declared, as it is, and as it will be. */
export interface ResourceChange {
  kind: Kind;
  /** The identity of the object; the name of the resource where the identity is not known before the run. */
  name: string;
  step: AdaptedStep;
  op: ChangeOp | "same";
  /** The kind that declared the object before, where it is another one: Nexus deletes that object and creates this one. */
  formerKind?: Kind;
  /** True where the last `up` declared the object and Nexus does not have it any more. */
  isMissing: boolean;
  /** The identity of the object that this one replaces. */
  replaces?: string;
  /** The fields that the last `up` declared. */
  declaredBefore?: Fields;
  /** The fields that the program declares. */
  declared?: Fields;
  /** The fields in Nexus, where Nexus was read and has the object. */
  live?: Fields;
  /** The fields of today: those in Nexus, or those declared last where Nexus was not read. Without secrets. */
  current?: Fields;
  /** The fields after the run. */
  planned?: Fields;
}

/**
 * Returns the changes of one Nexus of the plan: of the stack's own, which may have been read, or of that of a
 * `Provider` of the program.
 */
export function findResourceChanges(
  plan: Plan,
  provider: string | undefined,
  snapshot: NexusSnapshot | undefined,
): ResourceChange[] {
  const find = createLiveLookup(snapshot);
  const removal = { server: snapshot?.server ?? {}, deletesContent: deletesContent(plan) };
  const ofProvider = plan.steps.filter((step) => step.provider === provider);
  const own = ofProvider.filter(({ kind }) => !kind.absenceOf);
  const absences = ofProvider.filter(({ kind }) => kind.absenceOf);
  const url =
    own.find(({ after }) => after)?.after?.__nexus ?? (provider ? undefined : plan.configuration["nexus:url"]);
  const keepsAdopted =
    provider === undefined ? plan.configuration["nexus:keepAdopted"] === "true" : plan.keepAdopted.includes(provider);
  const steps = own.map((step) => withUrlChange(withKeptAdoption(step, keepsAdopted), url));
  const deleted = new Map(
    steps.filter(({ op }) => op === "delete").map((step) => [keyOf(step.kind, step.before), step] as const),
  );
  const declared = Map.groupBy(
    plan.steps.filter(({ op, kind }) => op !== "delete" && !kind.absenceOf),
    (step) => keyOf(step.kind, step.after),
  );
  const isDeclared = ({ kind, before }: PlanStep) =>
    declared.get(keyOf(kind, before))?.some((step) => step.provider === provider || isSameNexus(step.after, before)) ??
    false;
  const absent = new Set(absences.map(({ kind, after }) => keyOf(kind, after)));
  const changes = steps.flatMap((step): ResourceChange[] => {
    const { op, kind } = step;
    const isStillDeclared = isDeclared(step);
    if (op === "delete")
      return isStillDeclared || kind.action || absent.has(keyOf(kind, step.before))
        ? []
        : [planRemoval(step, find, removal)];
    if (op === "replace") return planReplacement(step, isStillDeclared, find, removal);
    if (op !== "create") return [toChange(step, op, find)];
    const former = deleted.get(keyOf(kind, step.after));
    return [former ? planMove(step, former, find) : planCreation(step, find)];
  });
  return [...changes, ...absences.flatMap((step) => planAbsence(step, find))];
}

/** The declaration that an object is absent deletes the object. If nothing of the declaration changes, the object is drift. */
function planAbsence(step: PlanStep, find: LiveLookup): ResourceChange[] {
  const { kind, before, after } = step;
  if (!after) return [];
  const identity = getIdentity(kind, after);
  const live = find(kind, after);
  const change: ResourceChange = { kind, name: identity, step, op: "same", isMissing: false };
  if (live === "unknown") return [{ ...change, op: step.op === "same" ? "same" : "create" }];
  if (!live) return [change];
  if (step.op === "same" && before) return [{ ...change, declaredBefore: before, live: { ...after, present: true } }];
  return [{ ...change, kind: findKindOf(kind.family, live) ?? kind, op: "delete", live, current: live }];
}

/**
 * Adapts a step to a stack with another URL, which may be another Nexus: declared objects do not exist there yet, and
 * those that were removed from the program stay in the former Nexus.
 */
function withUrlChange(step: PlanStep, url: Json | undefined): AdaptedStep {
  const { before = {}, after, ...rest } = step;
  if (!isOtherNexus(before, after ?? { __nexus: url })) return step;
  return after ? { ...rest, after, op: "create" } : { ...step, retained: true, isInFormerNexus: !step.retained };
}

/** Adapts the removal of an adopted object that the stack keeps. */
function withKeptAdoption(step: PlanStep, keepsAdopted: boolean): PlanStep {
  return step.adopted && keepsAdopted ? { ...step, retained: true } : step;
}

/** Returns true if two resources are declared for the same URL, with different Providers. */
function isSameNexus(a: Fields = {}, b: Fields = {}): boolean {
  return a.__nexus !== undefined && b.__nexus !== undefined && !isOtherNexus(a, b);
}

/** A new declaration creates an object or adopts the existing one. Settings always exist. */
function planCreation(step: PlanStep, find: LiveLookup): ResourceChange {
  const found = find(step.kind, step.after);
  if (found === undefined || found === "unknown") return toChange(step, "create", find);
  return toChange(step, step.kind.setting ? "update" : "adopt", find);
}

/** Another resource declared the object until now, of the same kind or of another kind of its family. */
function planMove(step: PlanStep, { kind, before }: PlanStep, find: LiveLookup): ResourceChange {
  const change = toChange({ ...step, ...(before && { before }) }, "move", find);
  return kind === step.kind ? change : { ...change, formerKind: kind };
}

/** The facts that decide whether a removed object is deleted: the server, and the setting `nexus:deleteContent`. */
interface RemovalContext {
  server: Server;
  deletesContent: boolean;
}

/** Returns the setting `nexus:deleteContent` of the run. */
export function deletesContent({ configuration }: Pick<Plan, "configuration">): boolean {
  return configuration["nexus:deleteContent"] === "true";
}

/** Settings that Nexus cannot delete stay as they are, and so does content whose loss is not allowed. */
function planRemoval(step: PlanStep, find: LiveLookup, { server, deletesContent: isAllowed }: RemovalContext) {
  const { kind, before = {} } = step;
  const isContentKept = kind.holdsContent && !isAllowed && before.allowContentLoss !== true;
  const isKept = step.retained || isContentKept || !kind.endpoints(server).remove;
  return toChange(step, isKept ? "keep" : "delete", find);
}

/** Another identity is another object: the new one is created, then the old one removed unless it is still declared. */
function planReplacement(
  step: PlanStep,
  isStillDeclared: boolean,
  find: LiveLookup,
  removal: RemovalContext,
): ResourceChange[] {
  const { before = {}, after = {}, kind } = step;
  if (keyOf(kind, before) === keyOf(kind, after)) return [toChange(step, "update", find)];
  const { before: _before, ...newStep } = step;
  const { after: _after, ...oldStep } = step;
  const creation = { ...planCreation({ ...newStep, op: "create" }, find), replaces: getIdentity(kind, before) };
  if (isStillDeclared) return [creation];
  // The program's permission of today counts for the former object, too.
  const former = { ...before, allowContentLoss: before.allowContentLoss === true && after.allowContentLoss === true };
  return [creation, planRemoval({ ...oldStep, before: former, op: "delete" }, find, removal)];
}

function keyOf(kind: Kind, fields: Fields | undefined): string {
  return toIdentityKey(kind, getIdentity(kind, fields ?? {}));
}

function toChange(step: PlanStep, op: ResourceChange["op"], find: LiveLookup): ResourceChange {
  const { kind, before: declaredBefore, after: declared } = step;
  const identity = getIdentity(kind, declared ?? declaredBefore ?? {});
  const found = find(kind, declared ?? declaredBefore);
  const live = found === "unknown" ? undefined : found;
  const current = found === "unknown" ? declaredBefore && toComparable(declaredBefore) : found;
  const planned = planFields(step, op, current);
  return {
    kind,
    name: identity === "" || isUnknown(identity) ? step.resource : identity,
    step,
    op,
    isMissing: found === undefined && declaredBefore !== undefined,
    ...(declaredBefore && { declaredBefore }),
    ...(declared && { declared }),
    ...(live && { live }),
    ...(current && { current }),
    ...(planned && { planned }),
  };
}

/** Lays the declared fields over the current ones, as the provider does. Without an update the fields stay as they are. */
function planFields({ kind, before = {}, after }: PlanStep, op: ResourceChange["op"], current: Fields | undefined) {
  if (op === "same" || op === "keep") return current;
  if (op === "delete" || !after) return undefined;
  const ignored = current ? readIgnoredPaths(after) : [];
  const [managedBefore, managed] = [omitPaths(before, ignored), omitPaths(after, ignored)];
  const removed = findRemovedPaths(kind.shape, managedBefore, managed);
  return keepPaths(buildUpdateBody(kind.shape, current ?? {}, toComparable(managed), removed), current ?? {}, ignored);
}
