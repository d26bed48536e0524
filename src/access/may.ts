import { AccessEvaluator } from "./access-evaluator.ts";
import { getExtent } from "./access-explanation.ts";
import { toAccessCell } from "./access-matrix.ts";
import { collectTargets } from "./access-targets.ts";
import { indexSelectors } from "./rights.ts";
import type { Action, Principal, SecurityModel } from "./security-model.ts";

/** Whether somebody may do it with any of a repository's content. */
export type May = (whom: Principal, repository: string, action: Action) => boolean;

/** Answers for one security, worked out once. */
export function mayIn(security: SecurityModel): May {
  const places = collectTargets(security);
  const reach = new AccessEvaluator(security, places);
  const selectors = indexSelectors(security);
  const index = new Map(places.all.map(({ repository }, place) => [repository?.name, place]));
  return (whom, repository, action) => {
    const place = index.get(repository);
    return place !== undefined && getExtent(toAccessCell(reach.evaluate(whom), place, selectors), action) !== "none";
  };
}

/** Who comes without credentials. */
export const anonymousPrincipal: Principal = { type: "anonymous", id: "anonymous" };
