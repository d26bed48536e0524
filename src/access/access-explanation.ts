import { AccessEvaluator, type GrantPath } from "./access-evaluator.ts";
import { type AccessCell, toAccessCell } from "./access-matrix.ts";
import { toActionBits } from "./permission-set.ts";
import { indexSelectors } from "./rights.ts";
import { type Action, actions, listPrincipals, type Principal, type SecurityModel } from "./security-model.ts";

/** One action, and each path of roles and privileges that allows it. */
export interface AccessDecision {
  action: Action;
  /** `all`: on all content; `selected`: on the content that a content selector matches. */
  extent: "all" | "selected" | "none";
  ways: readonly GrantPath[];
}

/** The access of one principal to a repository, with the reasons. */
export interface AccessExplanation extends Principal {
  cell: AccessCell;
  decisions: readonly AccessDecision[];
}

/**
 * Explains the access of principals to the content of a repository. Principals without access to it are left out.
 *
 * @param requestedActions - default: all actions
 * @param principals - default: all principals
 */
export function explainAccess(
  security: SecurityModel,
  repository: string,
  requestedActions: readonly Action[] = actions,
  principals: readonly Principal[] = listPrincipals(security),
): AccessExplanation[] {
  const evaluator = new AccessEvaluator(security);
  const selectors = indexSelectors(security);
  const target = evaluator.targets.all.findIndex((candidate) => candidate.repository?.name === repository);
  return principals.flatMap((principal) => {
    const cell = toAccessCell(evaluator.evaluate(principal), target, selectors);
    if (!cell) return [];
    const decisions = requestedActions.map((action): AccessDecision => {
      const bit = toActionBits([action]);
      const ways = evaluator.findGrantPaths(
        principal,
        ({ content, selected }) =>
          Boolean((content[target] ?? 0) & bit) || [...selected.values()].some((bits) => (bits[target] ?? 0) & bit),
      );
      return { action, extent: getExtent(cell, action), ways };
    });
    const hasRequestedAccess =
      decisions.some(({ extent }) => extent !== "none") || (requestedActions.includes("read") && cell.through.length);
    return hasRequestedAccess ? [{ ...principal, cell, decisions }] : [];
  });
}

/** Returns the extent of an action in a cell; reading through a group does not count. */
export function getExtent(cell: AccessCell | undefined, action: Action): AccessDecision["extent"] {
  if (cell?.all.includes(action)) return "all";
  return cell?.selected.some((grant) => grant.actions.includes(action)) ? "selected" : "none";
}
