import type { AccessDiff } from "../../access/access-diff.ts";
import type { ProgramMetadata } from "../../estate/program-metadata.ts";
import { hasSameMeaning } from "../../model/comparison.ts";
import type { ComponentCount } from "../../model/component-count.ts";
import type { PlannedStates } from "../../plan/plan-context.ts";
import type { ResourceChange } from "../../plan/resource-changes.ts";
import { getValueAt, type Json } from "../../util/json.ts";
import type { Level, Risk } from "../report-schemas.ts";

/** Represents the facts about one Nexus of a plan that the rules of risks use. */
export interface RiskContext extends PlannedStates {
  changes: readonly ResourceChange[];
  /** The permissions that users and roles gain and lose. */
  access: AccessDiff;
  /** The components that cleanup would remove from each repository. */
  cleanupCounts: ComponentCounts;
  /** The components that each repository loses because it is deleted. */
  contentCounts: ComponentCounts;
  /** True where Nexus was read: the states contain everything that it has, and not only declared objects. */
  hasSnapshot: boolean;
  /** The invariants of the program, where the preview asked for its metadata. */
  invariants?: ProgramMetadata["invariants"];
  /** The declarations for clients: the consumers, and the users that they log in as. */
  clientDeclarations?: ProgramMetadata["clientDeclarations"];
  /** The configuration of the stack. Secrets are `[secret]`. */
  configuration: Readonly<Record<string, string>>;
}

/** Numbers of components by repository. */
export type ComponentCounts = ReadonlyMap<string, ComponentCount>;

/** Finds the risks of one sort. */
export type RiskRule = (context: RiskContext) => Risk[];

/** Creates a rule that is applied to each changed object. */
export function forEachChange(findRisks: (change: ResourceChange, context: RiskContext) => Risk[]): RiskRule {
  return (context) => context.changes.filter(({ op }) => op !== "same").flatMap((change) => findRisks(change, context));
}

/** Creates the risk of a change. */
export function createRisk(
  { kind, name, step }: ResourceChange,
  level: Level,
  rule: string,
  details: { path?: string; reason: string; consequence: string },
): Risk {
  const { provider } = step;
  return {
    level,
    rule,
    kind: kind.name,
    noun: kind.noun,
    name,
    ...(provider !== undefined && { provider }),
    ...details,
  };
}

/** Returns the values of a field before and after the run where the object exists in both and the value differs. */
export function getValueChange(
  { kind, current, planned }: ResourceChange,
  path: string,
): { before: Json | undefined; after: Json | undefined } | undefined {
  if (!current || !planned) return undefined;
  const [before, after] = [getValueAt(current, path), getValueAt(planned, path)];
  const shape = path
    .split(".")
    .reduce<typeof kind.shape | undefined>((inner, name) => inner?.fields?.[name], kind.shape);
  return shape && !hasSameMeaning(shape, before, after) ? { before, after } : undefined;
}

/** Returns the value of a field after the run where it differs from today's. New objects have new values only. */
export function getNewValue(change: ResourceChange, path: string): Json | undefined {
  const { current, planned } = change;
  if (!planned) return undefined;
  if (!current) return getValueAt(planned, path);
  return getValueChange(change, path)?.after;
}

/** Returns the texts of a list. A value of another type is an empty list. */
export function listStrings(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
