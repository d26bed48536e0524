import { diffAccess } from "../access/access-diff.ts";
import { toSecurityModel } from "../estate/declared-security.ts";
import { isOtherNexus } from "../model/nexus-address.ts";
import type { Plan } from "../plan/plan.ts";
import { type Seen, type Subject, subjectsOf, type Worlds, worldsOf } from "../plan/resource-changes.ts";
import { accessInWords } from "./access.ts";
import { driftAmong } from "./drift.ts";
import { declaredAnew, differencesFrom, secretsOf } from "./fields.ts";
import { risksOf } from "./risks/index.ts";
import type { Counted } from "./risks/rule.ts";
import { type Change, changeOps, type FieldChange, type NexusLooked, nexusTold, type Review } from "./schema.ts";

/** A plan beside the Nexus that it is for. */
export interface Situation {
  plan: Plan;
  /** The stack's own Nexus, where it was looked at. */
  seen?: Seen;
  subjects: Subject[];
  worlds: Worlds;
}

/** Joins a plan with what was seen of the stack's own Nexus. */
export function situationOf(plan: Plan, seen: Seen | undefined): Situation {
  const subjects = subjectsOf(plan, undefined, seen);
  return { plan, ...(seen && { seen }), subjects, worlds: worldsOf(subjects, seen) };
}

/** What was looked at beside the plan. */
export interface Looked extends NexusLooked {
  wouldRemove: Counted;
  /** What could not be checked, and why. */
  notChecked: readonly string[];
}

/** What a reviewer needs to know of a plan. */
export function reviewOf(situation: Situation, looked: Looked): Review {
  const { plan, seen, subjects, worlds } = situation;
  const providers = [...new Set(plan.steps.flatMap(({ provider }) => provider ?? []))];
  const elsewhere = providers.map((provider) => {
    const theirs = subjectsOf(plan, provider, undefined);
    return { ...joined(theirs, worldsOf(theirs, undefined)), isSeen: false, configuration: {} };
  });
  const all = [...subjects, ...elsewhere.flatMap((one) => one.subjects)];
  const changes = all.flatMap(changeOf);
  const drift = seen ? driftAmong(subjects) : [];
  const { configuration, told } = plan;
  const own = { ...joined(subjects, worlds), isSeen: seen !== undefined, configuration, ...told };
  const risks = [own, ...elsewhere].flatMap((one) => risksOf({ ...one, wouldRemove: looked.wouldRemove }));
  return {
    version: 1,
    project: plan.project,
    stack: plan.stack,
    nexus: nexusTold(looked),
    summary: {
      ...Object.fromEntries(changeOps.map((op) => [op, changes.filter((one) => one.op === op).length])),
      same: all.filter(({ op }) => op === "same").length,
      others: plan.others.length,
      drift: drift.length,
    },
    notChecked: [...looked.notChecked, ...notLooked(plan, providers)],
    risks,
    access: accessInWords(own.access),
    changes,
    drift,
    said: plan.said,
  };
}

function joined(subjects: readonly Subject[], worlds: Worlds) {
  return { subjects, worlds, access: diffAccess(toSecurityModel(worlds.before), toSecurityModel(worlds.after)) };
}

function notLooked(plan: Plan, providers: readonly string[]): string[] {
  return [
    ...(plan.complete
      ? []
      : ["what stays the same is not in the plan: make it with --show-sames, and access and risks are told of all"]),
    ...(plan.told?.ownInvariants ?? []).map(
      (name) => `the invariant "${name}", of the program's own, was not held of Nexus`,
    ),
    ...formerUrls(plan).map((url) => `what is in ${url} stays there as it is: nexus:url is another one now`),
    ...providers.map((provider) => `the Nexus of the Provider "${provider}" was not looked at`),
  ];
}

/** Where the last `up` was, where that is another Nexus than the program's. */
export function formerUrls({ steps }: Plan): string[] {
  const moving = steps.filter(({ before, after }) => before && after && isOtherNexus(before, after));
  return [...new Set(moving.map(({ before }) => String(before?.__nexus)))];
}

function changeOf(subject: Subject): Change[] {
  const { op, kind, name, step, formerKind, declaredBefore } = subject;
  // Another kind of the name goes, and this is made in its place.
  const replaces = formerKind ? `${formerKind.noun} ${name}` : subject.replaces;
  const fields = fieldsOf(subject);
  // A setting that is as declared already is taken over without a change.
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

function fieldsOf({ op, kind, formerKind, declared, declaredBefore, live }: Subject): FieldChange[] {
  if (!declared || op === "delete" || op === "keep") return [];
  if (formerKind) return declaredAnew(kind, {}, declared).filter(({ path }) => path !== kind.identity);
  if (!declaredBefore && live) return [...differencesFrom(kind, declared, live), ...secretsOf(declared)];
  const changed = declaredAnew(kind, declaredBefore ?? {}, declared).filter(
    ({ path }) => declaredBefore || path !== kind.identity,
  );
  // Something changes, and none of it may be seen.
  return op === "update" && !changed.length ? secretsOf(declared) : changed;
}
