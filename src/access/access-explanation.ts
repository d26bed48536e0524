/** Why somebody may do something with the content of a repository. */

import { AccessEvaluator, type GrantPath } from "./access-evaluator.ts";
import { type AccessCell, toAccessCell } from "./access-matrix.ts";
import { collectTargets } from "./access-targets.ts";
import { toActionBits } from "./permission-set.ts";
import { indexSelectors } from "./rights.ts";
import { type Action, actions, listPrincipals, type Principal, type SecurityModel } from "./security-model.ts";

/** One action, and each way that leads to it. */
export interface AccessDecision {
  action: Action;
  extent: "all" | "selected" | "none";
  ways: readonly GrantPath[];
}

export interface AccessExplanation extends Principal {
  cell: AccessCell;
  decisions: readonly AccessDecision[];
}

/** What each of them may do with the repository, and why; nothing of who may do nothing. */
export function explainAccess(
  security: SecurityModel,
  repository: string,
  wanted: readonly Action[] = actions,
  whom: readonly Principal[] = listPrincipals(security),
): AccessExplanation[] {
  const places = collectTargets(security);
  const reach = new AccessEvaluator(security, places);
  const selectors = indexSelectors(security);
  const place = places.all.findIndex((one) => one.repository?.name === repository);
  return whom.flatMap((principal) => {
    const cell = toAccessCell(reach.evaluate(principal), place, selectors);
    if (!cell) return [];
    const decisions = wanted.map((action): AccessDecision => {
      const bit = toActionBits([action]);
      const ways = reach.findGrantPaths(
        principal,
        ({ content, selected }) =>
          Boolean((content[place] ?? 0) & bit) || [...selected.values()].some((bits) => (bits[place] ?? 0) & bit),
      );
      return { action, extent: getExtent(cell, action), ways };
    });
    const isAsked =
      decisions.some(({ extent }) => extent !== "none") || (wanted.includes("read") && cell.through.length);
    return isAsked ? [{ ...principal, cell, decisions }] : [];
  });
}

export function getExtent(cell: AccessCell | undefined, action: Action): AccessDecision["extent"] {
  if (cell?.all.includes(action)) return "all";
  return cell?.selected.some((one) => one.actions.includes(action)) ? "selected" : "none";
}
