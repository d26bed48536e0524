import { type Declaration, type Estate, getDeclaredIdentity, getStrings } from "../estate/estate.ts";
import type { Family } from "../model/field-metadata.ts";
import { getIdentity, type Kind, toIdentityKey } from "../model/kind.ts";
import { isOtherNexus } from "../model/nexus-address.ts";
import { buildUpdateBody, findRemovedPaths } from "../model/request-body.ts";
import { comparable } from "../review/fields.ts";
import type { Change } from "../review/schema.ts";
import { type Fields, isUnknown, type Json } from "../util/json.ts";
import type { Server } from "../util/release.ts";
import type { Plan, Step } from "./plan.ts";

/** One thing in Nexus that the plan is about: what it was, what it is, what it will be. */
export interface Subject {
  kind: Kind;
  /** Its identity; where it is not known before the run, the resource's name. */
  name: string;
  step: Step;
  op: Change["op"] | "same";
  /** Another kind declared it: Nexus deletes that, and makes this. */
  formerKind?: Kind;
  /** The last `up` left it there, and Nexus has it no more. */
  isGone: boolean;
  /** The identity that this one takes the place of. */
  replaces?: string;
  /** As the last `up` declared it. */
  declaredBefore?: Fields;
  /** As the program declares it. */
  declared?: Fields;
  /** As it is in Nexus, where that could be looked at and has it. */
  live?: Fields;
  /** What it is today, as far as it is known: in Nexus, else by the last declaration. Without what nobody may see. */
  before?: Fields;
  /** What it will be. */
  after?: Fields;
}

/** A Nexus as it was looked at. */
export interface Seen {
  estate: Estate;
  server: Server;
  /** What could not be looked at: whether something of it is there is not known. */
  unseen: ReadonlySet<Family>;
}

/** Finds what a Nexus has; "unknown" where that could not be seen. */
type Find = (kind: Kind, fields: Fields | undefined) => Fields | undefined | "unknown";

function finder(seen: Seen | undefined): Find {
  const live = new Map(
    seen?.estate.declarations.map((one) => [toIdentityKey(one.kind, getDeclaredIdentity(one)), one.fields]),
  );
  return (kind, fields) => {
    const isSeen = seen && !kind.externallyCreatedIn && !seen.unseen.has(kind.family);
    return live.get(keyOf(kind, fields)) ?? (isSeen ? undefined : "unknown");
  };
}

/** What lies in one Nexus of the plan: the stack's own, which may have been looked at, or a `Provider`'s. */
export function subjectsOf(plan: Plan, provider: string | undefined, seen: Seen | undefined): Subject[] {
  const find = finder(seen);
  const server = seen?.server ?? {};
  const mine = plan.steps.filter((step) => step.provider === provider);
  const url =
    mine.find(({ after }) => after)?.after?.__nexus ?? (provider ? undefined : plan.configuration["nexus:url"]);
  const steps = mine.map((step) => inItsNexus(step, url));
  const leaving = new Map(
    steps.filter(({ op }) => op === "delete").map((step) => [keyOf(step.kind, step.before), step] as const),
  );
  const staying = new Set(steps.filter(({ op }) => op !== "delete").map((step) => keyOf(step.kind, step.after)));
  return steps.flatMap((step): Subject[] => {
    const { op, kind } = step;
    if (op === "delete") return staying.has(keyOf(kind, step.before)) ? [] : [leaves(step, find, server)];
    if (op === "replace") return replaced(step, staying.has(keyOf(kind, step.before)), find, server);
    if (op !== "create") return [subject(step, op, find)];
    const former = leaving.get(keyOf(kind, step.after));
    if (former) return [moves(step, former, find)];
    return [comes(step, find)];
  });
}

/** Another URL may be another Nexus: what was declared is not there yet, and what goes stays where it was. */
function inItsNexus(step: Step, url: Json | undefined): Step {
  const { before = {}, after, ...rest } = step;
  if (!isOtherNexus(before, after ?? { __nexus: url })) return step;
  return after ? { ...rest, after, op: "create" } : { ...step, retained: true };
}

/** A declaration that is new makes something, or takes over what is there; a setting is always there. */
function comes(step: Step, find: Find): Subject {
  const there = find(step.kind, step.after);
  if (there === undefined || there === "unknown") return subject(step, "create", find);
  return subject(step, step.kind.setting ? "update" : "adopt", find);
}

/** Another resource declared it until now, of this kind or another one of its family. */
function moves(step: Step, { kind, before }: Step, find: Find): Subject {
  const moved = subject({ ...step, ...(before && { before }) }, "move", find);
  return kind === step.kind ? moved : { ...moved, formerKind: kind };
}

function keyOf(kind: Kind, fields: Fields | undefined): string {
  return toIdentityKey(kind, getIdentity(kind, fields ?? {}));
}

function subject(step: Step, op: Subject["op"], find: Find): Subject {
  const { kind, before: declaredBefore, after: declared } = step;
  const identity = getIdentity(kind, declared ?? declaredBefore ?? {});
  const found = find(kind, declared ?? declaredBefore);
  const live = found === "unknown" ? undefined : found;
  const before = found === "unknown" ? declaredBefore && comparable(declaredBefore) : found;
  const after = afterOf(step, op, before);
  return {
    kind,
    name: identity === "" || isUnknown(identity) ? step.resource : identity,
    step,
    op,
    isGone: found === undefined && declaredBefore !== undefined,
    ...(declaredBefore && { declaredBefore }),
    ...(declared && { declared }),
    ...(live && { live }),
    ...(before && { before }),
    ...(after && { after }),
  };
}

/** The declared laid over what is there, as the provider does it; what a run does not touch stays as it is. */
function afterOf({ kind, before: former = {}, after }: Step, op: Subject["op"], before: Fields | undefined) {
  if (op === "same" || op === "keep") return before;
  if (op === "delete" || !after) return undefined;
  return buildUpdateBody(kind.shape, before ?? {}, comparable(after), findRemovedPaths(kind.shape, former, after));
}

/** Settings that Nexus cannot be without stay as they are. */
function leaves(step: Step, find: Find, server: Server): Subject {
  const isKept = step.retained || !step.kind.endpoints(server).remove;
  return subject(step, isKept ? "keep" : "delete", find);
}

/** Another identity is another thing: the new one comes, then the old one goes, if nothing else declares it (`stays`). */
function replaced(step: Step, stays: boolean, find: Find, server: Server): Subject[] {
  const { before = {}, after = {}, kind } = step;
  if (keyOf(kind, before) === keyOf(kind, after)) return [subject(step, "update", find)];
  const { before: _old, ...made } = step;
  const { after: _new, ...gone } = step;
  const replaces = getIdentity(kind, before);
  const come = { ...comes({ ...made, op: "create" }, find), replaces };
  return stays ? [come] : [come, leaves({ ...gone, op: "delete" }, find, server)];
}

/** What a Nexus holds today, as far as it is known, and what it will hold. */
export interface Worlds {
  before: Estate;
  after: Estate;
}

export function worldsOf(subjects: readonly Subject[], seen: Seen | undefined): Worlds {
  const before = new Map(
    seen?.estate.declarations.map((one) => [toIdentityKey(one.kind, getDeclaredIdentity(one)), one]),
  );
  const after = new Map(before);
  for (const { kind, name, op, before: old, after: now } of subjects) {
    const key = toIdentityKey(kind, name);
    if (old && !before.has(key)) before.set(key, declaration(kind, name, old));
    // What stays is what Nexus has, even where it is of another kind than declared.
    if (op === "same" && after.has(key)) continue;
    if (now) after.set(key, declaration(kind, name, now));
    else after.delete(key);
  }
  realmFollows(subjects, after);
  const existing = seen?.estate.existing ?? [];
  return {
    before: { declarations: [...before.values()], existing },
    after: { declarations: [...after.values()], existing },
  };
}

/** Nexus switches the realm of the default role on and off with its capability, where nobody declares the realms (3.71). */
function realmFollows(subjects: readonly Subject[], after: Map<string, Declaration>): void {
  const changed = subjects.filter(({ op }) => op !== "same");
  const capability = changed.find(({ kind, op }) => kind.name === "capability-defaultrole" && op !== "keep");
  const [key, realms] = [...after].find(([, { kind }]) => kind.family === "realms") ?? [];
  if (!capability || !key || !realms || changed.some(({ kind, after: now }) => now && kind.family === "realms")) return;
  const isOn = capability.after !== undefined && capability.after.enabled !== false;
  const others = getStrings(realms.fields, "active").filter((realm) => realm !== "DefaultRole");
  after.set(key, { ...realms, fields: { ...realms.fields, active: isOn ? [...others, "DefaultRole"] : others } });
}

function declaration(kind: Kind, resource: string, fields: Fields): Declaration {
  return { kind, resource, fields };
}
