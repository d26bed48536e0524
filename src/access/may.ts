import { extentOf } from "./explain.ts";
import { cellAt } from "./matrix.ts";
import { placesOf } from "./places.ts";
import { Reach } from "./reach.ts";
import { selectorsIn } from "./rights.ts";
import type { Action, Principal, Security } from "./security.ts";

/** Whether somebody may do it with any of a repository's content. */
export type May = (whom: Principal, repository: string, action: Action) => boolean;

/** Answers for one security, worked out once. */
export function mayIn(security: Security): May {
  const places = placesOf(security);
  const reach = new Reach(security, places);
  const selectors = selectorsIn(security);
  const index = new Map(places.all.map(({ repository }, place) => [repository?.name, place]));
  return (whom, repository, action) => {
    const place = index.get(repository);
    return place !== undefined && extentOf(cellAt(reach.of(whom), place, selectors), action) !== "none";
  };
}

/** Who comes without credentials. */
export const nobody: Principal = { type: "anonymous", id: "anonymous" };
