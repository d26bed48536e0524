import { findPathsWith } from "../../model/shape.ts";
import { getValueAt, isUnknown } from "../../util/json.ts";
import { type Declaration, type Estate, type EstateFinding, formatResource, listByFamily } from "../estate.ts";

/** A connector port is one repository's. */
export function validateUniquePorts(estate: Estate): EstateFinding[] {
  return usedTwice(estate, "connector port", ({ kind }) => findPathsWith(kind.shape, "connectorPort"));
}

/** So is the subdomain that clients reach a repository by. */
export function validateUniqueSubdomains(estate: Estate): EstateFinding[] {
  return usedTwice(estate, "subdomain", () => ["docker.subdomain", "oci.subdomain"]);
}

function usedTwice(estate: Estate, what: string, pathsOf: (declaration: Declaration) => string[]): EstateFinding[] {
  const first = new Map<unknown, Declaration>();
  return listByFamily(estate, "repository").flatMap((declaration) =>
    pathsOf(declaration).flatMap((path) => {
      const value = getValueAt(declaration.fields, path);
      if (value === undefined || value === null || value === "" || isUnknown(value)) return [];
      const other = first.get(value);
      first.set(value, other ?? declaration);
      if (!other || other === declaration) return [];
      return [{ about: declaration, path, message: `${value} is the ${what} of ${formatResource(other)} too` }];
    }),
  );
}
