import { automaticPrivileges } from "../access/privileges.ts";
import type { Declaration, Existing } from "../estate/estate.ts";
import { validateEstate } from "../estate/estate-validation.ts";
import { createReferenceIndex } from "../estate/reference-index.ts";
import { listReferences, type Reference } from "../estate/references.ts";
import { toIdentityKey } from "../model/kind.ts";
import type { Server } from "../util/release.ts";
import { isShipped } from "./shipped.ts";
import { inWords, type Left, type Taken, taken, waits } from "./taken.ts";

/** What an estate says of a Nexus. */
export interface Whole {
  things: readonly Taken[];
  /** What these name and do not declare, and what they declare only where a secret is configured. */
  existing: readonly Existing[];
  left: readonly Left[];
}

/** All of an inventory that an estate can say, as one that passes its own checks. */
export function wholeOf(found: readonly Declaration[], server: Server): Whole {
  const changed = found.filter((one) => !isShipped(one));
  const { single, left } = alone(changed);
  const parts = single.map((one) => taken(one, server));
  const own = [...left, ...parts.flatMap((part) => part.left)];
  const naming = namingIn(found);
  let things = parts.flatMap((part) => part.taken ?? []);
  for (;;) {
    const existing = naming.existingFor(things);
    const broken = brokenIn(things, existing);
    if (!broken.size) return { things, existing, left: [...own, ...naming.absent(existing)] };
    for (const [{ kind, identity }, why] of broken) own.push({ noun: kind.noun, identity, path: "", why });
    things = things.filter((one) => !broken.has(one));
  }
}

/** Those of which there is one; and those that nothing tells apart, as tasks of one type may have the same name. */
function alone(found: readonly Declaration[]): { single: Declaration[]; left: Left[] } {
  const byKey = Map.groupBy(found, ({ kind, resource }) => toIdentityKey(kind, resource));
  const groups = [...byKey.values()];
  const why = "there are several of this name, which Nexus or nexus-iac cannot tell apart";
  return {
    single: groups.flatMap((group) => (group.length === 1 ? group : [])),
    left: groups.flatMap(([one, ...others]) =>
      one && others.length ? [{ noun: one.kind.noun, identity: one.resource, path: "", why }] : [],
    ),
  };
}

/** What breaks a rule of all estates, and how. */
function brokenIn(things: readonly Taken[], existing: readonly Existing[]): Map<Taken, string> {
  const byDeclaration = new Map(things.map((one) => [declared(one), one]));
  const broken = new Map<Taken, string>();
  for (const finding of validateEstate({ declarations: [...byDeclaration.keys()], existing }, [])) {
    const one = finding.about && byDeclaration.get(finding.about);
    if (one && !broken.has(one)) broken.set(one, inWords(finding));
  }
  return broken;
}

function declared({ kind, identity, fields }: Taken): Declaration {
  return { kind, resource: identity, fields };
}

/** What names what in a Nexus. */
function namingIn(found: readonly Declaration[]) {
  const key = (family: string, name: string) => `${family}/${name}`;
  const there = new Map(found.map((one) => [key(one.kind.family, one.resource), one]));
  const bringers = new Map(
    found.flatMap((one) => {
      const { repository } = one.kind;
      const names = repository ? automaticPrivileges(repository.format, one.resource).keys() : [];
      return [...names].map((name) => [name, one] as const);
    }),
  );

  const existingOf = ({ family, name }: Reference, by: Declaration): Existing => {
    const bringer = family === "privilege" ? bringers.get(name) : undefined;
    const one = bringer ?? there.get(key(family, name));
    const whose = bringer ? { family: bringer.kind.family, name: bringer.resource } : { family, name };
    if (whose.family === "repository") return { ...whose, ...(one?.kind.repository ?? likely(by)) };
    return { ...whose, ...(family === "cleanup policy" && { format: String(one?.fields.format ?? "*") }) };
  };

  return {
    existingFor(things: readonly Taken[]): Existing[] {
      const known = createReferenceIndex({
        declarations: things.filter((one) => !waits(one)).map(declared),
        existing: [],
      });
      const missing = things.flatMap((one) => {
        const by = declared(one);
        return listReferences(by).flatMap((reference) =>
          known.has(reference.family, reference.name) ? [] : [existingOf(reference, by)],
        );
      });
      const byKey = new Map(missing.map((one) => [key(one.family, one.name), one]));
      return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    },
    absent: (existing: readonly Existing[]): Left[] =>
      existing
        .filter(({ family, name }) => !there.has(key(family, name)))
        .map(({ family, name }) => ({ noun: family, identity: name, path: "", why: "is named, and is not there" })),
  };
}

/** What a repository that is gone most likely was, by what still names it. */
function likely({ kind, fields }: Declaration): Pick<Existing, "format" | "type"> {
  const format = kind.repository?.format ?? (typeof fields.format === "string" ? fields.format : "raw");
  return { format, type: "hosted" };
}
