import type { Fields } from "../json.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Shape } from "../kinds/shape.ts";
import type { Violation } from "../kinds/violations.ts";
import { atLeast, type Server } from "../release.ts";
import { isFields, isNothing } from "./compare.ts";

/** What this Nexus cannot hold of a declaration, with the release or edition that can. What is not known of it is not held against it. */
export function beyond(kind: Kind, declared: Fields, server: Server): Violation[] {
  const { release, edition } = server;
  const here = [release, edition].filter(Boolean).join(" ");
  const { since, notIn } = kind.needs ?? {};
  if (edition && notIn?.includes(edition))
    return [{ path: "", message: `Nexus ${here} has no ${kind.noun}: it needs the Community or Pro edition` }];
  if (since && release && !atLeast(release, since))
    return [{ path: "", message: `Nexus ${here} has no ${kind.noun}: it needs ${since} or later` }];
  return fieldsBeyond(kind.shape, declared, server, here, "");
}

function fieldsBeyond(shape: Shape, declared: Fields, server: Server, here: string, above: string): Violation[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
    const value = declared[name];
    // Nothing is what every Nexus has: an older one that does not know the field holds it all the same.
    if (isNothing(value)) return [];
    const path = above ? `${above}.${name}` : name;
    const { since, pro } = field.facts;
    if (since && server.release && !atLeast(server.release, since))
      return [{ path, message: `needs Nexus ${since} or later; this is ${here}` }];
    if (pro && server.edition && server.edition !== "PRO")
      return [{ path, message: `needs the Pro edition; this is ${here}` }];
    return isFields(value) ? fieldsBeyond(field, value, server, here, path) : [];
  });
}
