import type { Family } from "../model/field-metadata.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { type Fields, getValueAt, isUnknown } from "../util/json.ts";

/** A declared object of Nexus. */
export interface Declaration {
  kind: Kind;
  /** The name of the resource in the program, for messages. */
  resource: string;
  /** The fields. A value that is not known before the deployment is `unknownValue`. */
  fields: Fields;
}

/** An object that the program refers to but does not declare, as it was created elsewhere. */
export interface Existing {
  family: Family;
  name: string;
  /** Nexus's name of the format, for repositories and cleanup policies: `docker`, `maven2`. */
  format?: string;
  type?: "hosted" | "proxy" | "group";
}

/** Everything that a program declares for one Nexus. */
export interface Estate {
  declarations: readonly Declaration[];
  existing: readonly Existing[];
  /** The declarations that an object is absent. Their kinds have `absenceOf`. */
  absences?: readonly Declaration[];
}

/** A violation in an estate, or a warning. */
export interface EstateFinding {
  /**
   * `warning`: Nexus accepts and keeps what is declared, but it has less effect than it seems. Everything else is an error,
   * and nothing is changed. Default: an error.
   */
  severity?: "warning";
  /** Absent if the finding is not about a single declaration. */
  about?: Declaration;
  /** The path of the field: `group.memberNames[1]`. Empty for the whole declaration. */
  path: string;
  message: string;
}

/** Formats the resource of a declaration for messages: `docker-group (docker:Group)`. */
export function formatResource({ resource, kind }: Declaration): string {
  return `${resource} (${kind.token})`;
}

export function getDeclaredIdentity(declaration: Declaration): string {
  return getIdentity(declaration.kind, declaration.fields);
}

/** Sorts the resources of a program into declared objects and absent ones. */
export function toEstate(resources: readonly Declaration[], existing: readonly Existing[]): Estate {
  const { true: absences = [], false: declarations = [] } = Object.groupBy(
    resources,
    ({ kind }) => `${kind.absenceOf !== undefined}` as const,
  );
  return { declarations, existing, absences };
}

/** Returns the declaration that an object is absent. */
export function findAbsence({ absences = [] }: Estate, family: Family, name: string): Declaration | undefined {
  return absences.find((absence) => absence.kind.family === family && getDeclaredIdentity(absence) === name);
}

/** Returns the declarations that a kind is created after in every case, in addition to those that it refers to. */
export function listCreatedEarlier(estate: Estate, { createdAfter, family }: Kind): Declaration[] {
  if (!createdAfter) return [];
  const absences = createdAfter === family ? [] : (estate.absences ?? []);
  return [...estate.declarations, ...absences].filter(({ kind }) => kind.family === createdAfter);
}

/** Returns the declarations of a family, such as all repositories. */
export function listByFamily(estate: Estate, family: Family): Declaration[] {
  return estate.declarations.filter(({ kind }) => kind.family === family);
}

/** Returns a declaration of a family whose name is not known yet: it can be that of an object that seems not to be declared. */
export function findUnknownName(estate: Estate, family: Family): Declaration | undefined {
  return listByFamily(estate, family).find((declaration) => isUnknown(getDeclaredIdentity(declaration)));
}

/** A repository that is declared or exists (`existing`). Names of repositories are unique ignoring case. */
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

/** Returns the strings of a list field, such as `group.memberNames`. Values that are not known yet are left out. */
export function getStrings(fields: Fields, path: string): string[] {
  const value = getValueAt(fields, path);
  return Array.isArray(value)
    ? value.filter((item) => typeof item === "string").filter((item) => !isUnknown(item))
    : [];
}

/** The objects that a Nexus contains, as declarations. The resource name of each is its identity. */
export interface Inventory {
  declarations: Declaration[];
  /** The families that could not be read, or not completely, with the reason. */
  unreadable: { family: Family; reason: string }[];
}
