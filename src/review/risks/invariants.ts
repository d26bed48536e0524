import type { Estate } from "../../estate/estate.ts";
import { type Invariant, invariantOf } from "../../estate/invariants.ts";
import { refreshDeclaredFields } from "../../model/declared-fields.ts";
import { buildUpdateBody } from "../../model/request-body.ts";
import { toComparable } from "../../plan/comparable-fields.ts";
import type { ResourceChange } from "../../plan/resource-changes.ts";
import type { RiskContext, RiskRule } from "./risk-rule.ts";

/**
 * An invariant holds of what is declared, or nothing would be planned. Here it is held of what Nexus will have with all
 * that nobody declared, and all that a run does not put right.
 */
export const invariantsBroken: RiskRule = (situation) => {
  if (!situation.hasSnapshot) return [];
  const estate = inDeclaredWords(situation);
  return (situation.invariants ?? []).flatMap((rule) => {
    const invariant = invariantOf(rule);
    return invariant ? brokenBy(invariant, estate) : [];
  });
};

function brokenBy({ name, findings }: Invariant, estate: Estate) {
  return findings(estate)
    .filter(({ about }) => about?.fields.readOnly !== true)
    .map(({ about, path, message }) => ({
      level: "high" as const,
      rule: "invariant-broken-in-nexus",
      kind: about?.kind.name ?? "stack",
      noun: about?.kind.noun ?? "stack",
      name: about?.resource ?? name,
      ...(path && { path }),
      reason: `breaks the invariant "${name}" in Nexus, though not in what is declared: ${message}`,
      consequence: "what the program promises does not hold, and this change does not put it right",
    }));
}

/** What says the same as a declaration says it in the declaration's words: null where it declares an empty list. */
function inDeclaredWords({ changes: subjects, planned }: RiskContext): Estate {
  const declared = new Map(
    subjects.map((subject): [string, ResourceChange] => [`${subject.kind.family}/${subject.name}`, subject]),
  );
  const declarations = planned.declarations.map((one) => {
    const wanted = declared.get(`${one.kind.family}/${one.resource}`)?.declared;
    if (!wanted) return one;
    const words = refreshDeclaredFields(one.kind.shape, toComparable(wanted), one.fields);
    return { ...one, fields: buildUpdateBody(one.kind.shape, one.fields, words, []) };
  });
  return { ...planned, declarations };
}
