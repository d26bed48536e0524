import { listReferences } from "../../estate/references.ts";
import { toComparable } from "../../plan/comparable-fields.ts";
import type { ResourceChange } from "../../plan/resource-changes.ts";
import type { Risk } from "../report-schemas.ts";
import { createRisk, type RiskRule } from "./risk-rule.ts";

/**
 * A changed object refers to one that was deleted in Nexus and that this run does not create again: only a refresh
 * detects the deletion.
 */
export const missingObjectReferenced: RiskRule = ({ changes }) => {
  const missing = new Set(
    changes.filter(({ isMissing, op }) => isMissing && op === "same").map(({ kind, name }) => `${kind.family}/${name}`),
  );
  return changes.filter(({ op }) => op !== "same").flatMap((change) => findMissingReferences(change, missing));
};

function findMissingReferences(change: ResourceChange, missing: ReadonlySet<string>): Risk[] {
  const { kind, name, declared } = change;
  const references = declared ? listReferences({ kind, resource: name, fields: toComparable(declared) }) : [];
  return references
    .filter((reference) => missing.has(`${reference.family}/${reference.name}`))
    .map((reference) =>
      createRisk(change, "medium", "names-what-is-gone", {
        path: reference.path,
        reason: `refers to the ${reference.family} ${reference.name}, which was deleted in Nexus`,
        consequence:
          "the run fails or sets a reference to a missing object: run nexus-iac drift --heal first, which creates it again",
      }),
    );
}
