import { listAutomaticPrivileges } from "../access/privilege-permissions.ts";
import type { Family } from "../model/field-metadata.ts";
import { isBuiltIn, listBuiltInNames } from "../model/nexus-defaults.ts";
import { type Declaration, type Estate, getDeclaredIdentity, listRepositories } from "./estate.ts";

/** An index of the objects that declarations of an estate may refer to. */
export interface ReferenceIndex {
  /** Returns true if the object is declared, exists (`existing`), or is built into Nexus. */
  has(family: Family, name: string): boolean;
  /** Returns the declaration that creates the object; the automatic privileges of a repository come with the repository. */
  findDeclaration(family: Family, name: string): Declaration | undefined;
  /** Returns all names of a family, to suggest one for a wrong name. */
  listNames(family: Family): string[];
}

export function createReferenceIndex(estate: Estate): ReferenceIndex {
  const declared = new Map<string, Declaration>();
  const existing = new Set(estate.existing.map(({ family, name }) => toKey(family, name)));
  for (const declaration of estate.declarations)
    declared.set(toKey(declaration.kind.family, getDeclaredIdentity(declaration)), declaration);
  for (const { name, format, declaration } of listRepositories(estate))
    for (const privilege of listAutomaticPrivileges(format, name).keys())
      if (declaration) declared.set(toKey("privilege", privilege), declaration);
      else existing.add(toKey("privilege", privilege));
  return {
    has: (family, name) =>
      declared.has(toKey(family, name)) || existing.has(toKey(family, name)) || isBuiltIn(family, name),
    findDeclaration: (family, name) => declared.get(toKey(family, name)),
    listNames: (family) => {
      const prefix = toKey(family, "");
      return [
        ...[...declared.keys(), ...existing]
          .filter((key) => key.startsWith(prefix))
          .map((key) => key.slice(prefix.length)),
        ...listBuiltInNames(family),
      ];
    },
  };
}

function toKey(family: Family, name: string): string {
  return `${family}/${name}`;
}
