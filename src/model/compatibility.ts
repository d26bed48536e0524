import { type Fields, isFields, isUnknown } from "../util/json.ts";
import { type Edition, isAtLeast, type Server } from "../util/release.ts";
import { isEmptyValue } from "./comparison.ts";
import { getIdentity, type Kind } from "./kind.ts";
import type { Shape } from "./shape.ts";
import type { Violation } from "./validation.ts";

/** What this Nexus cannot hold of a declaration, with the release or edition that can. What is not known of it is not held against it. */
export function unsupportedBy(server: Server, kind: Kind, declared: Fields): Violation[] {
  const { release, edition } = server;
  const here = [release, edition].filter(Boolean).join(" ");
  const { since, notIn, lowerCaseNamesSince } = kind.requires ?? {};
  if (edition && notIn?.includes(edition))
    return [{ path: "", message: `Nexus ${here} has no ${kind.noun}: it needs ${editionsBut(notIn)}` }];
  if (since && release && !isAtLeast(release, since))
    return [{ path: "", message: `Nexus ${here} has no ${kind.noun}: it needs ${since} or later` }];
  const name = getIdentity(kind, declared);
  if (
    lowerCaseNamesSince &&
    release &&
    isAtLeast(release, lowerCaseNamesSince) &&
    /[A-Z]/.test(name) &&
    !isUnknown(name)
  )
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
    const { since, pro, requiredBefore } = field.metadata;
    const at = above ? `${above}.${name}` : name;
    if (requiredBefore && value === undefined && server.release && !isAtLeast(server.release, requiredBefore))
      return [{ path: at, message: `is demanded by Nexus before ${requiredBefore}; this is ${here}` }];
    const part = isFields(value) ? value : field.fields && field.metadata.createDefault !== undefined ? {} : undefined;
    // Nothing is what every Nexus has: an older one that does not know the field holds it all the same.
    if (isEmptyValue(value)) return part ? fieldsBeyond(field, part, server, here, at) : [];
    if (since && server.release && !isAtLeast(server.release, since))
      return [{ path: at, message: `needs Nexus ${since} or later; this is ${here}` }];
    if (pro && server.edition && server.edition !== "PRO")
      return [{ path: at, message: `needs the Pro edition; this is ${here}` }];
    return part ? fieldsBeyond(field, part, server, here, at) : [];
  });
}
