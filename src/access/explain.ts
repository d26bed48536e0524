/** Why somebody may do something with the content of a repository. */
import { bitsOf } from "./holding.ts";
import { type Cell, cellAt } from "./matrix.ts";
import { placesOf } from "./places.ts";
import { Reach, type Way } from "./reach.ts";
import { selectorsIn } from "./rights.ts";
import { type Action, actions, type Principal, principalsOf, type Security } from "./security.ts";

/** One action, and each way that leads to it. */
export interface Decision {
  action: Action;
  extent: "all" | "selected" | "none";
  ways: readonly Way[];
}

export interface Explanation extends Principal {
  cell: Cell;
  decisions: readonly Decision[];
}

/** What each of them may do with the repository, and why; nothing of who may do nothing. */
export function explain(
  security: Security,
  repository: string,
  wanted: readonly Action[] = actions,
  whom: readonly Principal[] = principalsOf(security),
): Explanation[] {
  const places = placesOf(security);
  const reach = new Reach(security, places);
  const selectors = selectorsIn(security);
  const place = places.all.findIndex((one) => one.repository?.name === repository);
  return whom.flatMap((principal) => {
    const cell = cellAt(reach.of(principal), place, selectors);
    if (!cell) return [];
    const decisions = wanted.map((action): Decision => {
      const bit = bitsOf([action]);
      const ways = reach.ways(
        principal,
        ({ content, selected }) =>
          Boolean((content[place] ?? 0) & bit) || [...selected.values()].some((bits) => (bits[place] ?? 0) & bit),
      );
      return { action, extent: extentOf(cell, action), ways };
    });
    const isAsked =
      decisions.some(({ extent }) => extent !== "none") || (wanted.includes("read") && cell.through.length);
    return isAsked ? [{ ...principal, cell, decisions }] : [];
  });
}

export function extentOf(cell: Cell | undefined, action: Action): Decision["extent"] {
  if (cell?.all.includes(action)) return "all";
  return cell?.selected.some((one) => one.actions.includes(action)) ? "selected" : "none";
}
