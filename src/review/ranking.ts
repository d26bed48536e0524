import { catalogue, findStoredKind } from "../model/catalogue.ts";
import { type Level, levels, type Risk } from "./report-schemas.ts";

/** Represents an object in Nexus as reports name it. */
export interface ReportedObject {
  kind: string;
  noun: string;
  name: string;
  /** The `Provider` whose Nexus has the object; absent for the stack's own Nexus. */
  provider?: string | undefined;
}

/** Returns the key of an object: its family, its name and its Nexus. */
export function toReportedKey({ kind, name, provider }: ReportedObject): string {
  return toFamilyKey(findStoredKind(kind)?.family ?? kind, name, provider);
}

/** Returns the key of the object of a family. */
export function toFamilyKey(family: string, name: string, provider: string | undefined): string {
  return JSON.stringify([family, name, provider ?? ""]);
}

/** Returns the highest level of risks; undefined where there are none. */
export function findHighestLevel(risks: readonly Pick<Risk, "level">[]): Level | undefined {
  return levels.findLast((level) => risks.some((risk) => risk.level === level));
}

/** Creates the order of reported objects: the highest level of risk first, then the order of the kinds in the catalogue. */
export function createRanking(risks: readonly Risk[]): (a: ReportedObject, b: ReportedObject) => number {
  const risksByKey = Map.groupBy(risks, toReportedKey);
  const kindRanks = new Map([...catalogue.keys()].map((name, index) => [name, index]));
  const toLevelRank = (object: ReportedObject) => {
    const level = findHighestLevel(risksByKey.get(toReportedKey(object)) ?? []);
    return level === undefined ? -1 : levels.indexOf(level);
  };
  const toKindRank = ({ kind }: ReportedObject) => kindRanks.get(kind) ?? kindRanks.size;
  return (a, b) => toLevelRank(b) - toLevelRank(a) || toKindRank(a) - toKindRank(b);
}
