import type { Family } from "../model/field-metadata.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { type Fields, getValueAt, isUnknown } from "../util/json.ts";

/** Something declared: what the program wants one thing in Nexus to be. */
export interface Declaration {
  kind: Kind;
  /** The resource's own name in the program, for people. */
  resource: string;
  /** As far as they are known before anything is made; what is not is `unknownValue`. */
  fields: Fields;
}

/** Something that the program refers to and does not declare: made elsewhere. */
export interface Existing {
  family: Family;
  name: string;
  /** In Nexus's words, for repositories and cleanup policies. */
  format?: string;
  type?: "hosted" | "proxy" | "group";
}

/** All that a program declares for one Nexus. */
export interface Estate {
  declarations: readonly Declaration[];
  existing: readonly Existing[];
}

/** What is wrong with an estate, where, and what would be right. */
export interface EstateFinding {
  /** Absent where it is about the whole. */
  about?: Declaration;
  /** `group.memberNames[1]`; "" for the whole of it. */
  path: string;
  message: string;
}

/** `docker-group (docker:Group)`, as findings name a resource. */
export function formatResource({ resource, kind }: Declaration): string {
  return `${resource} (${kind.token})`;
}

export function getDeclaredIdentity(declaration: Declaration): string {
  return getIdentity(declaration.kind, declaration.fields);
}

/** The declarations of a family. */
export function listByFamily(estate: Estate, family: Family): Declaration[] {
  return estate.declarations.filter(({ kind }) => kind.family === family);
}

/** A repository that is declared, or said to exist; repositories' names clash ignoring case. */
export interface EstateRepository {
  name: string;
  format: string;
  type: string;
  declaration?: Declaration;
}

export function listRepositories(estate: Estate): EstateRepository[] {
  return [
    ...listByFamily(estate, "repository").flatMap((declaration) => {
      const { repository } = declaration.kind;
      return repository ? [{ name: getDeclaredIdentity(declaration), ...repository, declaration }] : [];
    }),
    ...estate.existing
      .filter(({ family }) => family === "repository")
      .map(({ name, format = "", type = "" }) => ({ name, format, type })),
  ];
}

export function findRepository(estate: Estate, name: string): EstateRepository | undefined {
  return listRepositories(estate).find((repository) => repository.name === name);
}

/** The texts of a list field, at `group.memberNames`; what is not known is left out. */
export function getStrings(fields: Fields, path: string): string[] {
  const value = getValueAt(fields, path);
  return Array.isArray(value)
    ? value.filter((item) => typeof item === "string").filter((item) => !isUnknown(item))
    : [];
}
