import { builtIn, builtInPermission } from "../access/built-in.ts";
import { automaticPrivileges } from "../access/privileges.ts";
import { type Declaration, type Estate, identity, repositories } from "../estate/estate.ts";
import { identityKey, identityOf } from "../kinds/kind.ts";
import { declaredAnew, differencesFrom } from "./fields.ts";
import type { Plan, Step } from "./plan.ts";
import { type Drifted, type DriftReport, type NexusLooked, nexusTold, type Unmanaged } from "./schema.ts";
import type { Seen, Subject } from "./subjects.ts";

/** What is no longer as the last `up` left it, found on the way of a preview: by what Nexus has today. */
export function driftAmong(subjects: readonly Subject[]): Drifted[] {
  return subjects.flatMap(({ kind, name, step, op, declaredBefore, live }): Drifted[] => {
    if (!declaredBefore || op === "move" || op === "keep") return [];
    const about = { ...thing(step, name), ...(op === "update" && { mended: true as const }) };
    if (!live) return kind.foundIn || op === "delete" ? [] : [{ ...about, missing: true, fields: [] }];
    const fields = differencesFrom(kind, declaredBefore, live).map(turned);
    return fields.length ? [{ ...about, fields }] : [];
  });
}

/** A refresh tells what is there after what was declared. */
function turned({ before, after, added, removed, ...rest }: Drifted["fields"][number]): Drifted["fields"][number] {
  return {
    ...rest,
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
    ...(removed && { added: removed }),
    ...(added && { removed: added }),
  };
}

/** What a refresh found: what is no longer as declared, and what is missing. */
export function driftOf(refresh: Plan): Drifted[] {
  return refresh.steps.flatMap((step): Drifted[] => {
    const { op, kind, before = {}, after } = step;
    const name = identityOf(kind, before);
    if (op === "delete") return [{ ...thing(step, name), missing: true, fields: [] }];
    const fields = after ? declaredAnew(kind, before, after) : [];
    const password = step.passwordDrifted && kind.login ? [{ path: kind.login.password, secret: true as const }] : [];
    return fields.length || password.length ? [{ ...thing(step, name), fields: [...fields, ...password] }] : [];
  });
}

function thing({ kind, provider, resource }: Step, name: string) {
  return { kind: kind.name, noun: kind.noun, name, ...(provider !== undefined && { provider }), resource };
}

/** What was looked at beside a refresh. */
export interface LookedForDrift {
  seen?: Seen;
  nexus?: NexusLooked;
  notChecked?: readonly string[];
  /** What need not be declared. */
  patterns: readonly Pattern[];
}

/** What a refresh found, and what is there that nobody declared. */
export function driftReport(
  refresh: Plan,
  { seen, nexus = {}, notChecked = [], patterns }: LookedForDrift,
): DriftReport {
  const drift = driftOf(refresh);
  const own = refresh.steps.filter(({ provider }) => provider === undefined);
  const known = [
    ...own.map(({ kind, before = {} }) => identityKey(kind, identityOf(kind, before))),
    ...(refresh.told?.existing ?? []).map(({ family, name }) => `${family}/${name}`),
  ];
  const unmanaged = seen ? unmanagedIn(seen.estate, new Set(known), patterns) : [];
  const missing = drift.filter((one) => one.missing).length;
  return {
    version: 1,
    project: refresh.project,
    stack: refresh.stack,
    nexus: nexusTold(nexus),
    summary: {
      changed: drift.length - missing,
      missing,
      unmanaged: unmanaged.length,
      same: refresh.steps.length - drift.length,
    },
    notChecked: [...notChecked],
    drift,
    unmanaged,
  };
}

/** What leaves a thing out of a search: `repository/legacy-*`; a `*` stands for any characters. */
export type Pattern = string;

/** What Nexus has and nobody knows of; without what Nexus brings by itself, and what a pattern leaves out. */
function unmanagedIn(live: Estate, known: ReadonlySet<string>, patterns: readonly Pattern[]): Unmanaged[] {
  const automatic = new Set(
    repositories(live).flatMap(({ format, name }) => [...automaticPrivileges(format, name).keys()]),
  );
  const left = patterns.map(expressionOf);
  return live.declarations
    .filter((one) => !known.has(identityKey(one.kind, identity(one))))
    .filter((one) => !isNexusOwn(one, automatic))
    .map((one) => ({ family: one.kind.family, kind: one.kind.name, noun: one.kind.noun, name: identity(one) }))
    .filter(({ family, name }) => !left.some((expression) => expression.test(`${family}/${name}`)));
}

/** Capabilities and tasks that every Nexus has, by their types: it makes them at its first start. */
const ownTypes: readonly string[] = [
  "node.identity",
  "scheduling.scheduler",
  "repository.cleanup",
  "assetBlob.cleanup",
  "audit",
  "rapture.settings",
  "OutreachManagementCapability",
];

/** Nexus brings it: nobody has to declare it. Settings are always there. */
function isNexusOwn({ kind, fields, resource }: Declaration, automatic: ReadonlySet<string>): boolean {
  if (kind.setting || fields.readOnly === true) return true;
  if (kind.family === "privilege") return automatic.has(resource) || builtInPermission(resource) !== undefined;
  const brought: readonly string[] | undefined = Object.entries(builtIn).find(
    ([family]) => family === kind.family,
  )?.[1];
  return (brought?.includes(resource) ?? false) || ownTypes.includes(String(fields.type));
}

function expressionOf(pattern: Pattern): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
