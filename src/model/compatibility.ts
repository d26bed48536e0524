import { type Fields, isFields, isUnknown } from "../util/json.ts";
import { type Edition, isAtLeast, type Server } from "../util/release.ts";
import { isEmptyValue } from "./comparison.ts";
import { getIdentity, type Kind } from "./kind.ts";
import type { Shape } from "./shape.ts";
import type { Violation } from "./validation.ts";

/**
 * Returns the parts of a declaration that this Nexus does not support, each with the release or edition that does. If the
 * release or edition of the server is unknown, everything is assumed to be supported.
 */
export function unsupportedBy(server: Server, kind: Kind, declared: Fields): Violation[] {
  const { release, edition } = server;
  const serverText = [release, edition].filter(Boolean).join(" ");
  const { since, notIn, lowerCaseNamesSince } = kind.requires ?? {};
  if (edition && notIn?.includes(edition))
    return [{ path: "", message: `Nexus ${serverText} has no ${kind.noun}: it needs ${formatOtherEditions(notIn)}` }];
  if (since && release && !isAtLeast(release, since))
    return [{ path: "", message: `Nexus ${serverText} has no ${kind.noun}: it needs ${since} or later` }];
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
        message: `"${name}" has upper-case letters, which Nexus ${lowerCaseNamesSince} and later refuse in names of a ${kind.noun}; this is ${serverText}`,
      },
    ];
  return findUnsupportedFields(kind.shape, declared, server, serverText, "");
}

function formatOtherEditions(missingIn: readonly Edition[]): string {
  return missingIn.includes("COMMUNITY") ? "the Pro edition" : "the Community or Pro edition";
}

function findUnsupportedFields(
  shape: Shape,
  declared: Fields,
  server: Server,
  serverText: string,
  parent: string,
): Violation[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
    const value = declared[name];
    const { since, pro, requiredBefore, createDefault } = field.metadata;
    const path = parent ? `${parent}.${name}` : name;
    if (requiredBefore && value === undefined && server.release && !isAtLeast(server.release, requiredBefore))
      return [{ path, message: `is required by Nexus before ${requiredBefore}; this is ${serverText}` }];
    const block = isFields(value) ? value : field.fields && createDefault !== undefined ? {} : undefined;
    const below = () => (block ? findUnsupportedFields(field, block, server, serverText, path) : []);
    // A release without the field behaves as if the field were empty, so an empty value is supported.
    if (isEmptyValue(value)) return below();
    if (since && server.release && !isAtLeast(server.release, since))
      return [{ path, message: `needs Nexus ${since} or later; this is ${serverText}` }];
    if (pro && server.edition && server.edition !== "PRO")
      return [{ path, message: `needs the Pro edition; this is ${serverText}` }];
    return below();
  });
}
