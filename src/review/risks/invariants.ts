import type { Estate } from "../../estate/estate.ts";
import type { Invariant } from "../../estate/invariant.ts";
import { createInvariant } from "../../estate/invariants.ts";
import { refreshDeclaredFields } from "../../model/declared-fields.ts";
import { buildUpdateBody } from "../../model/request-body.ts";
import { toComparable } from "../../plan/comparable-fields.ts";
import type { Risk } from "../report-schemas.ts";
import type { RiskContext, RiskRule } from "./risk-rule.ts";

/**
 * An invariant is broken in Nexus. The declared objects keep every invariant, or the program would not be planned: here
 * the invariants are checked on everything that Nexus will have, unmanaged objects and remaining drift included.
 */
export const invariantsBroken: RiskRule = (context) => {
  if (!context.hasSnapshot) return [];
  const estate = withDeclaredSpelling(context);
  return (context.invariants ?? []).flatMap((rule) => {
    const invariant = createInvariant(rule);
    return invariant ? findViolations(invariant, estate) : [];
  });
};

function findViolations({ name, findings }: Invariant, estate: Estate): Risk[] {
  return findings(estate)
    .filter(({ about }) => about?.fields.readOnly !== true)
    .map(({ about, path, message }) => ({
      level: "high" as const,
      rule: "invariant-broken-in-nexus",
      kind: about?.kind.name ?? "stack",
      noun: about?.kind.noun ?? "stack",
      name: about?.resource ?? name,
      ...(path && { path }),
      reason: `breaks the invariant "${name}" in Nexus, although the program keeps it: ${message}`,
      consequence: "the invariant does not hold in Nexus until the object is repaired or removed there",
    }));
}

/** Writes values as the program declares them where they mean the same, such as null for a declared empty list. */
function withDeclaredSpelling({ changes, planned }: RiskContext): Estate {
  const declaredByKey = new Map(changes.map(({ kind, name, declared }) => [`${kind.family}/${name}`, declared]));
  const declarations = planned.declarations.map((declaration) => {
    const { kind, resource, fields } = declaration;
    const declared = declaredByKey.get(`${kind.family}/${resource}`);
    if (!declared) return declaration;
    const spelled = refreshDeclaredFields(kind.shape, toComparable(declared), fields);
    return { ...declaration, fields: buildUpdateBody(kind.shape, fields, spelled, []) };
  });
  return { ...planned, declarations };
}
