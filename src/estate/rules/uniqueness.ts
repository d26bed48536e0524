import { toIdentityKey } from "../../model/kind.ts";
import { findPathsWith } from "../../model/shape.ts";
import { getValueAt, isUnknown } from "../../util/json.ts";
import {
  type Declaration,
  type Estate,
  type EstateFinding,
  formatResource,
  getDeclaredIdentity,
  listByFamily,
} from "../estate.ts";
import type { ValidationScope } from "../validation-scope.ts";

/** Checks that each identity is declared once. Names of repositories, blob stores and cleanup policies ignore case. */
export function validateUniqueIdentities(estate: Estate): EstateFinding[] {
  const firstByKey = new Map<string, Declaration>();
  return estate.declarations.flatMap((declaration) => {
    const { kind } = declaration;
    const name = getDeclaredIdentity(declaration);
    if (isUnknown(name)) return [];
    const key = toIdentityKey(kind, name);
    const first = firstByKey.get(key);
    if (!first) {
      firstByKey.set(key, declaration);
      return [];
    }
    const subject = kind.setting ? kind.noun : `${kind.family} "${name}"`;
    const firstName = getDeclaredIdentity(first);
    const reason = kind.setting
      ? "; a Nexus has only one"
      : firstName === name
        ? ""
        : ` as "${firstName}"; Nexus does not distinguish names that differ only in case`;
    return [
      {
        about: declaration,
        path: kind.identity ?? "",
        message: `${subject} is also declared by ${formatResource(first)}${reason}`,
      },
    ];
  });
}

/** Checks that each connector port is used by one repository. */
export function validateUniquePorts(estate: Estate, scope: ValidationScope): EstateFinding[] {
  return findDuplicates(
    estate,
    scope,
    ({ kind }) => findPathsWith(kind.shape, "connectorPort"),
    (value) => `connector port ${value}`,
  );
}

/** Checks that each subdomain for Docker clients is used by one repository. */
export function validateUniqueSubdomains(estate: Estate, scope: ValidationScope): EstateFinding[] {
  return findDuplicates(
    estate,
    scope,
    () => ["docker.subdomain", "oci.subdomain"],
    (value) => `subdomain "${value}"`,
  );
}

function findDuplicates(
  estate: Estate,
  { changed }: ValidationScope,
  listPaths: (declaration: Declaration) => string[],
  formatValue: (value: unknown) => string,
): EstateFinding[] {
  const listValues = (declaration: Declaration) =>
    listPaths(declaration).flatMap((path) => {
      const value = getValueAt(declaration.fields, path);
      return value === undefined || value === null || value === "" || isUnknown(value) ? [] : [{ path, value }];
    });
  if (!changed.some((declaration) => declaration.kind.repository && listValues(declaration).length)) return [];
  const firstByValue = new Map<unknown, Declaration>();
  return listByFamily(estate, "repository").flatMap((declaration) =>
    listValues(declaration).flatMap(({ path, value }) => {
      const first = firstByValue.get(value);
      firstByValue.set(value, first ?? declaration);
      if (!first || first === declaration) return [];
      return [{ about: declaration, path, message: `${formatValue(value)} is also used by ${formatResource(first)}` }];
    }),
  );
}
