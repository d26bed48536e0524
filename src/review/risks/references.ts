import { listReferences } from "../../estate/references.ts";
import type { Subject } from "../../plan/resource-changes.ts";
import { comparable } from "../fields.ts";
import { type Rule, risk } from "./rule.ts";

/** What is named is gone from Nexus, and this run does not make it again: only a refresh sees that it is gone. */
export const goneIsNamed: Rule = ({ subjects }) => {
  const gone = new Set(
    subjects.filter(({ isGone, op }) => isGone && op === "same").map(({ kind, name }) => `${kind.family}/${name}`),
  );
  return subjects.filter(({ op }) => op !== "same").flatMap((subject) => named(subject, gone));
};

function named(subject: Subject, gone: ReadonlySet<string>) {
  const { kind, name, declared } = subject;
  const references = declared ? listReferences({ kind, resource: name, fields: comparable(declared) }) : [];
  return references
    .filter((reference) => gone.has(`${reference.family}/${reference.name}`))
    .map((reference) =>
      risk(subject, "medium", "names-what-is-gone", {
        path: reference.path,
        reason: `names the ${reference.family} ${reference.name}, which is gone from Nexus`,
        consequence: "the run fails, or names nothing: nexus-iac drift --heal makes it again first",
      }),
    );
}
