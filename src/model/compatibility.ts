import { type Fields, isFields, isUnknown, type Json } from "../util/json.ts";
import { type Edition, isAtLeast, isWithin, type Server } from "../util/release.ts";
import { isEmptyValue } from "./comparison.ts";
import type { FieldMetadata } from "./field-metadata.ts";
import { getIdentity, type Kind } from "./kind.ts";
import type { Shape } from "./shape.ts";
import { describeDefect, findLimit, type Limit } from "./support.ts";
import type { Violation } from "./validation.ts";

/** A part of a declaration that this Nexus does not support, or may not. */
type UnsupportedPart = Violation & Pick<Limit, "certain">;

/**
 * Returns the parts of a declaration that this Nexus certainly does not support, each with the release or edition that does.
 * If the release or edition of the server is unknown, everything is assumed to be supported.
 */
export function unsupportedBy(server: Server, kind: Kind, declared: Fields): Violation[] {
  return findUnsupported(server, kind, declared).filter(({ certain }) => certain);
}

/** Returns the parts of a declaration of which no source says whether the release of this Nexus supports them. */
export function possiblyUnsupportedBy(server: Server, kind: Kind, declared: Fields): Violation[] {
  return findUnsupported(server, kind, declared).filter(({ certain }) => !certain);
}

/** Returns true unless this Nexus certainly has no objects of the kind. */
export function hasKind({ release, edition }: Server, { requires = {} }: Kind): boolean {
  const { brokenIn: _, ...existence } = requires;
  return !(edition && requires.notIn?.includes(edition)) && !findLimit(existence, release)?.certain;
}

/** Returns why this Nexus cannot create objects of the kind, although it can have them; undefined if it can. */
export function findCreationDefect({ release }: Server, { noun, requires }: Kind): string | undefined {
  const defect = requires?.brokenIn;
  return defect?.onlyCreation && release && isWithin(release, defect)
    ? `the ${noun} ${describeDefect(defect)}; this is ${release}`
    : undefined;
}

function findUnsupported(server: Server, kind: Kind, declared: Fields): UnsupportedPart[] {
  const { release, edition } = server;
  const serverText = [release, edition].filter(Boolean).join(" ");
  const { notIn, lowerCaseNamesSince } = kind.requires ?? {};
  const refuse = (path: string, message: string) => [{ path, message, certain: true }];
  if (edition && notIn?.includes(edition))
    return refuse("", `Nexus ${serverText} has no ${kind.noun}: it needs ${formatOtherEditions(notIn)}`);
  const limit = kind.requires && findLimit(kind.requires, release);
  const ofKind = limit
    ? [{ path: "", message: `the ${kind.noun} ${limit.reason}; this is ${serverText}`, certain: limit.certain }]
    : [];
  if (limit?.certain) return ofKind;
  const name = getIdentity(kind, declared);
  if (
    lowerCaseNamesSince &&
    release &&
    isAtLeast(release, lowerCaseNamesSince) &&
    /[A-Z]/.test(name) &&
    !isUnknown(name)
  )
    return refuse(
      kind.identity ?? "",
      `"${name}" has upper-case letters, which Nexus ${lowerCaseNamesSince} and later refuse in names of a ${kind.noun}; this is ${serverText}`,
    );
  return [...ofKind, ...findUnsupportedFields(kind.shape, declared, server, serverText, "")];
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
): UnsupportedPart[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
    const value = declared[name];
    const { pro, requiredBefore, createDefault } = field.metadata;
    const path = parent ? `${parent}.${name}` : name;
    const limited = (reason: string, certain = true) => [
      { path, message: `${reason}; this is ${serverText}`, certain },
    ];
    if (requiredBefore && value === undefined && server.release && !isAtLeast(server.release, requiredBefore))
      return limited(`is required by Nexus before ${requiredBefore}`);
    const block = isFields(value) ? value : field.fields && createDefault !== undefined ? {} : undefined;
    const below = () => (block ? findUnsupportedFields(field, block, server, serverText, path) : []);
    // A release without the field behaves as if the field were empty, so an empty value is supported.
    if (isEmptyValue(value)) return below();
    const limit = findLimit(field.metadata, server.release) ?? findValueLimit(field.metadata, value, server);
    if (limit?.certain) return limited(limit.reason);
    const missing = field.metadata.missingIn?.(server);
    if (missing !== undefined) return limited(missing);
    if (pro && server.edition && server.edition !== "PRO") return limited("needs the Pro edition");
    return [...(limit ? limited(limit.reason, false) : []), ...below()];
  });
}

function findValueLimit({ valueSupport }: FieldMetadata, value: Json | undefined, server: Server): Limit | undefined {
  const support = typeof value === "string" ? valueSupport?.[value] : undefined;
  const limit = support && findLimit(support, server.release);
  return limit && { ...limit, reason: `"${value}" ${limit.reason}` };
}
