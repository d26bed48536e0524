import { automaticPrivileges } from "../access/privileges.ts";
import { type Declaration, type Estate, getDeclaredIdentity, listRepositories } from "../estate/estate.ts";
import { isShipped } from "../export/shipped.ts";
import { getIdentity, type Kind, toIdentityKey } from "../model/kind.ts";
import { defaultRealms, isBuiltIn } from "../model/nexus-defaults.ts";
import type { Plan, Step } from "../plan/plan.ts";
import type { Seen, Subject } from "../plan/resource-changes.ts";
import { globToRegExp } from "../util/globs.ts";
import type { Fields } from "../util/json.ts";
import { comparable, declaredAnew, differencesFrom } from "./fields.ts";
import { type Drifted, type DriftReport, type NexusLooked, nexusTold, type Unmanaged, type Waiting } from "./schema.ts";

/** What is no longer as the last `up` left it, found on the way of a preview: by what Nexus has today. */
export function driftAmong(subjects: readonly Subject[]): Drifted[] {
  return subjects.flatMap(({ kind, name, step, op, isGone, declaredBefore, live }): Drifted[] => {
    if (!declaredBefore || op === "move" || op === "keep") return [];
    const about = { ...thing(step, name), ...(op === "update" && { mended: true as const }) };
    // What is to be deleted, and is gone already, is as it should be.
    if (isGone) return op === "delete" ? [] : [{ ...about, missing: true, fields: [] }];
    if (live && !kind.matches(live)) return [{ ...about, fields: [otherKind(kind, live)] }];
    const fields = live ? differencesFrom(kind, declaredBefore, live).map(turned) : [];
    return fields.length ? [{ ...about, fields }] : [];
  });
}

/** Under its name, Nexus has something of another format or type. */
function otherKind({ noun }: Kind, { format, type }: Fields): Drifted["fields"][number] {
  return { path: "type", before: noun, after: [format, type].filter(Boolean).join(" ") };
}

/** What was declared comes before what is there. */
function turned({ before, after, added, removed, ...rest }: Drifted["fields"][number]): Drifted["fields"][number] {
  return {
    ...rest,
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
    ...(removed && { added: removed }),
    ...(added && { removed: added }),
  };
}

/** What a preview with `--refresh` found: what is no longer as the last `up` declared it, and what is missing. */
export function driftOf({ refreshed, steps }: Plan): Drifted[] {
  const now = new Map(steps.map((step) => [step.urn, step]));
  return refreshed.flatMap(({ urn, applied, ...rest }): Drifted[] => {
    const about = thing(rest, getIdentity(rest.kind, applied));
    const step = now.get(urn);
    if (!step?.before) return [{ ...about, missing: true, fields: [] }];
    const fields = declaredAnew(rest.kind, applied, step.before);
    const { login } = rest.kind;
    const password = step.passwordDrifted && login ? [{ path: login.password, secret: true as const }] : [];
    return fields.length || password.length ? [{ ...about, fields: [...fields, ...password] }] : [];
  });
}

function thing({ kind, provider, resource }: Pick<Step, "kind" | "provider" | "resource">, name: string) {
  return { kind: kind.name, noun: kind.noun, name, ...(provider !== undefined && { provider }), resource };
}

/** What the program declares, or declares no more, and no `up` has made so yet: mending what drifted would make it too. */
export function waitingIn({ refreshed, steps, others }: Plan, drift: readonly Drifted[]): Waiting[] {
  const applied = new Map(refreshed.map((one) => [one.urn, one.applied]));
  const drifted = new Set(drift.map(({ kind, resource }) => `${kind} ${resource}`));
  const isWaiting = ({ op, urn, kind, resource, after }: Step) => {
    const last = applied.get(urn);
    if (!last || !after || op === "delete") return op !== "same";
    // A secret that is another one is seen by the update alone.
    const isUnseen = op !== "same" && !drifted.has(`${kind.name} ${resource}`);
    return isUnseen || declaredAnew(kind, last, after).length > 0;
  };
  const own = steps
    .filter(isWaiting)
    .map((step) => thing(step, getIdentity(step.kind, step.after ?? step.before ?? {})));
  return [...own, ...others.map(({ urn }) => ({ kind: "other", noun: "resource", name: urn, resource: urn }))];
}

/** What was looked at beside such a preview. */
export interface LookedForDrift {
  seen?: Seen;
  nexus?: NexusLooked;
  notChecked?: readonly string[];
  /** What need not be declared. */
  patterns: readonly Pattern[];
}

/** What has drifted, and what is there that nobody declared. */
export function driftReport(plan: Plan, { seen, nexus = {}, notChecked = [], patterns }: LookedForDrift): DriftReport {
  const drift = driftOf(plan);
  const own = plan.refreshed.filter(({ provider }) => provider === undefined);
  const known = [
    ...own.map(({ kind, applied }) => toIdentityKey(kind, getIdentity(kind, applied))),
    ...(plan.told?.existing ?? []).map(({ family, name }) => `${family}/${name}`),
  ];
  const unmanaged = seen ? unmanagedIn(seen.estate, new Set(known), patterns) : [];
  const missing = drift.filter((one) => one.missing).length;
  const waiting = waitingIn(plan, drift);
  return {
    version: 1,
    project: plan.project,
    stack: plan.stack,
    nexus: nexusTold(nexus),
    summary: {
      changed: drift.length - missing,
      missing,
      unmanaged: unmanaged.length,
      waiting: waiting.length,
      same: plan.refreshed.length - drift.length,
    },
    notChecked: [...notChecked],
    drift,
    unmanaged,
    waiting,
  };
}

/** What Nexus has, as far as that was seen, with what is missing as it was declared. */
export function driftWorld({ refreshed, steps }: Plan, seen: Seen | undefined): Estate {
  const now = new Map(steps.map(({ urn, before }) => [urn, before]));
  const declared = refreshed
    .filter(({ provider }) => provider === undefined)
    .map(({ kind, urn, resource, applied }) => ({ kind, resource, fields: comparable(now.get(urn) ?? applied) }));
  const all = [...declared, ...(seen?.estate.declarations ?? [])];
  const byKey = new Map(all.map((one) => [toIdentityKey(one.kind, getDeclaredIdentity(one)), one]));
  return { declarations: [...byKey.values()], existing: [] };
}

/** What leaves a thing out of a search: `repository/legacy-*`; a `*` stands for any characters. */
export type Pattern = string;

/** What Nexus has and nobody knows of; without what Nexus brings by itself, and what a pattern leaves out. */
function unmanagedIn(live: Estate, known: ReadonlySet<string>, patterns: readonly Pattern[]): Unmanaged[] {
  const automatic = new Set(
    listRepositories(live).flatMap(({ format, name }) => [...automaticPrivileges(format, name).keys()]),
  );
  const left = patterns.map(globToRegExp);
  return live.declarations
    .filter((one) => !known.has(toIdentityKey(one.kind, getDeclaredIdentity(one))))
    .filter((one) => !isNexusOwn(one, automatic))
    .map((one) => ({
      family: one.kind.family,
      kind: one.kind.name,
      noun: one.kind.noun,
      name: getDeclaredIdentity(one),
    }))
    .filter(({ family, name }) => !left.some((expression) => expression.test(`${family}/${name}`)));
}

/** Settings that are always there, as they are where nobody has thought of them. */
const untouched: Readonly<Record<string, (fields: Declaration["fields"]) => boolean>> = {
  realms: ({ active }) => String(active) === String(defaultRealms),
  "anonymous-access": ({ enabled }) => enabled === false,
};

/** Nexus brings it: nobody has to declare it. */
function isNexusOwn(one: Declaration, automatic: ReadonlySet<string>): boolean {
  const { kind, fields, resource } = one;
  if (fields.readOnly === true || untouched[kind.name]?.(fields) || isShipped(one)) return true;
  return isBuiltIn(kind.family, resource) || (kind.family === "privilege" && automatic.has(resource));
}
