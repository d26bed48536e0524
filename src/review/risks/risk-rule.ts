import type { AccessDiff } from "../../access/access-diff.ts";
import type { ProgramMetadata } from "../../estate/program-metadata.ts";
import { hasSameMeaning } from "../../model/comparison.ts";
import type { PlannedStates } from "../../plan/plan-context.ts";
import type { ResourceChange } from "../../plan/resource-changes.ts";
import { getValueAt, type Json } from "../../util/json.ts";
import type { Level, Risk } from "../report-schemas.ts";

/** What a rule goes by. */
export interface RiskContext extends PlannedStates {
  changes: readonly ResourceChange[];
  /** Who gains and who loses what. */
  access: AccessDiff;
  /** How many components a cleanup would remove from a repository, where Nexus could tell. */
  cleanupCounts: CleanupCounts;
  /** The Nexus was looked at: the worlds hold all that it has, and not only what is declared. */
  hasSnapshot: boolean;
  /** What the program promises of this Nexus, where it told. */
  invariants?: ProgramMetadata["invariants"];
  /** The stack's configuration, as a preview tells it. */
  configuration: Readonly<Record<string, string>>;
}

/** How many components a cleanup would remove, by repository. */
export type CleanupCounts = ReadonlyMap<string, { components: number; isMore: boolean }>;

/** Finds what of one sort a reviewer should look at. */
export type RiskRule = (situation: RiskContext) => Risk[];

/** A rule about things one by one. */
export function forEachChange(find: (subject: ResourceChange, situation: RiskContext) => Risk[]): RiskRule {
  return (situation) =>
    situation.changes.filter(({ op }) => op !== "same").flatMap((subject) => find(subject, situation));
}

/** A finding about a thing. */
export function createRisk(
  { kind, name, step }: ResourceChange,
  level: Level,
  rule: string,
  what: { path?: string; reason: string; consequence: string },
): Risk {
  const { provider } = step;
  return { level, rule, kind: kind.name, noun: kind.noun, name, ...(provider !== undefined && { provider }), ...what };
}

/** A field of a thing that is there before and after, and says something else then; nothing where it does not. */
export function getValueChange(
  { kind, current: before, planned: after }: ResourceChange,
  path: string,
): { before: Json | undefined; after: Json | undefined } | undefined {
  if (!before || !after) return undefined;
  const [old, now] = [getValueAt(before, path), getValueAt(after, path)];
  const shape = path.split(".").reduce<typeof kind.shape | undefined>((at, name) => at?.fields?.[name], kind.shape);
  return shape && !hasSameMeaning(shape, old, now) ? { before: old, after: now } : undefined;
}

/** What a thing will say there, where it does not say so today: new things included. */
export function getNewValue(subject: ResourceChange, path: string): Json | undefined {
  const { current: before, planned: after } = subject;
  if (!after) return undefined;
  if (!before) return getValueAt(after, path);
  return getValueChange(subject, path)?.after;
}

export function toStrings(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
