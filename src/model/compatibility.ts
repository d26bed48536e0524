import { type Fields, isFields } from "../util/json.ts";
import { atLeast, type Edition, type Server } from "../util/release.ts";
import { isUnknown } from "../util/unknown.ts";
import { isNothing } from "./comparison.ts";
import { identityOf, type Kind } from "./kind.ts";
import type { Shape } from "./shape.ts";
import type { Violation } from "./validation.ts";

/** What this Nexus cannot hold of a declaration, with the release or edition that can. What is not known of it is not held against it. */
export function beyond(kind: Kind, declared: Fields, server: Server): Violation[] {
  const { release, edition } = server;
  const here = [release, edition].filter(Boolean).join(" ");
  const { since, notIn, lowerCaseNamesSince } = kind.needs ?? {};
  if (edition && notIn?.includes(edition))
    return [{ path: "", message: `Nexus ${here} has no ${kind.noun}: it needs ${editionsBut(notIn)}` }];
  if (since && release && !atLeast(release, since))
    return [{ path: "", message: `Nexus ${here} has no ${kind.noun}: it needs ${since} or later` }];
  const name = identityOf(kind, declared);
  if (lowerCaseNamesSince && release && atLeast(release, lowerCaseNamesSince) && /[A-Z]/.test(name) && !isUnknown(name))
    return [
      {
        path: kind.identity ?? "",
        message: `"${name}" has upper case, which Nexus refuses in names of this kind from ${lowerCaseNamesSince} on; this is ${here}`,
      },
    ];
  return fieldsBeyond(kind.shape, declared, server, here, "");
}

function editionsBut(lacking: readonly Edition[]): string {
  return lacking.includes("COMMUNITY") ? "the Pro edition" : "the Community or Pro edition";
}

function fieldsBeyond(shape: Shape, declared: Fields, server: Server, here: string, above: string): Violation[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
    const value = declared[name];
    const { since, pro, demandedBefore } = field.facts;
    const at = above ? `${above}.${name}` : name;
    if (demandedBefore && value === undefined && server.release && !atLeast(server.release, demandedBefore))
      return [{ path: at, message: `is demanded by Nexus before ${demandedBefore}; this is ${here}` }];
    const part = isFields(value) ? value : field.fields && field.facts.atCreation !== undefined ? {} : undefined;
    // Nothing is what every Nexus has: an older one that does not know the field holds it all the same.
    if (isNothing(value)) return part ? fieldsBeyond(field, part, server, here, at) : [];
    if (since && server.release && !atLeast(server.release, since))
      return [{ path: at, message: `needs Nexus ${since} or later; this is ${here}` }];
    if (pro && server.edition && server.edition !== "PRO")
      return [{ path: at, message: `needs the Pro edition; this is ${here}` }];
    return part ? fieldsBeyond(field, part, server, here, at) : [];
  });
}
