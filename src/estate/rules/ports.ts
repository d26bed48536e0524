import { valueAt } from "../../json.ts";
import { pathsWith } from "../../kinds/shape.ts";
import { isUnknown } from "../../unknown.ts";
import { type Estate, type Finding, label, ofFamily } from "../estate.ts";

/** A connector port is one repository's. */
export function portsAreUnique(estate: Estate): Finding[] {
  const first = new Map<unknown, (typeof estate.declarations)[number]>();
  return ofFamily(estate, "repository").flatMap((declaration) =>
    pathsWith(declaration.kind.shape, "connectorPort").flatMap((path) => {
      const port = valueAt(declaration.fields, path);
      if (port === undefined || isUnknown(port)) return [];
      const other = first.get(port);
      first.set(port, other ?? declaration);
      if (!other || other === declaration) return [];
      return [{ about: declaration, path, message: `${port} is the connector port of ${label(other)} too` }];
    }),
  );
}
