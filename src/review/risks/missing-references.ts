import { listReferences } from "../../estate/references.ts";
import { toComparable } from "../../plan/comparable-fields.ts";
import type { ResourceChange } from "../../plan/resource-changes.ts";
import { createRisk, type RiskRule } from "./risk-rule.ts";

/** What is named is gone from Nexus, and this run does not make it again: only a refresh sees that it is gone. */
export const missingReferenced: RiskRule = ({ changes: subjects }) => {
  const gone = new Set(
    subjects
      .filter(({ isMissing: isGone, op }) => isGone && op === "same")
      .map(({ kind, name }) => `${kind.family}/${name}`),
  );
  return subjects.filter(({ op }) => op !== "same").flatMap((subject) => named(subject, gone));
};

function named(subject: ResourceChange, gone: ReadonlySet<string>) {
  const { kind, name, declared } = subject;
  const references = declared ? listReferences({ kind, resource: name, fields: toComparable(declared) }) : [];
  return references
    .filter((reference) => gone.has(`${reference.family}/${reference.name}`))
    .map((reference) =>
      createRisk(subject, "medium", "names-what-is-gone", {
        path: reference.path,
        reason: `names the ${reference.family} ${reference.name}, which is gone from Nexus`,
        consequence: "the run fails, or names nothing: nexus-iac drift --heal makes it again first",
      }),
    );
}
