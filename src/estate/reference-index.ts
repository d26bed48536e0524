import { automaticPrivileges } from "../access/privileges.ts";
import type { Family } from "../model/field-metadata.ts";
import { isBuiltIn, listBuiltInNames } from "../model/nexus-defaults.ts";
import { type Declaration, type Estate, getDeclaredIdentity, listRepositories } from "./estate.ts";

/** What an estate may refer to. */
export interface ReferenceIndex {
  /** Whether there is one of that name: declared, said to exist, or brought by Nexus. */
  has(family: Family, name: string): boolean;
  /** The declaration that brings it: a repository brings its automatic privileges. */
  declarationOf(family: Family, name: string): Declaration | undefined;
  /** All names that there are, for who wrote one wrong. */
  names(family: Family): string[];
}

export function createReferenceIndex(estate: Estate): ReferenceIndex {
  const declared = new Map<string, Declaration>();
  const existing = new Set(estate.existing.map(({ family, name }) => key(family, name)));
  for (const declaration of estate.declarations)
    declared.set(key(declaration.kind.family, getDeclaredIdentity(declaration)), declaration);
  for (const { name, format, declaration } of listRepositories(estate))
    for (const privilege of automaticPrivileges(format, name).keys())
      if (declaration) declared.set(key("privilege", privilege), declaration);
      else existing.add(key("privilege", privilege));
  return {
    has: (family, name) =>
      declared.has(key(family, name)) || existing.has(key(family, name)) || isBuiltIn(family, name),
    declarationOf: (family, name) => declared.get(key(family, name)),
    names: (family) => [
      ...[...declared.keys(), ...existing]
        .filter((one) => one.startsWith(key(family, "")))
        .map((one) => one.slice(key(family, "").length)),
      ...listBuiltInNames(family),
    ],
  };
}

function key(family: Family, name: string): string {
  return `${family}/${name}`;
}
