import type { PrincipalChange } from "../../access/access-diff.ts";
import { formatRights } from "../../access/rights-text.ts";
import type { Principal } from "../../access/security-model.ts";
import { joinWithAnd } from "../../util/display-text.ts";
import type { Level, Risk } from "../report-schemas.ts";
import { hasWriteAction, isAdministrative } from "./grant-levels.ts";
import type { RiskRule } from "./risk-rule.ts";

/** Users or roles gain write, delete or administrative permissions, or anonymous users gain any permission. */
export const accessWidened: RiskRule = ({ access, changes }) => {
  const changed = new Set(changes.filter(({ op }) => op !== "same").map(({ kind, name }) => `${kind.name} ${name}`));
  // A risk is about the user or role that changes, and names the others that gain the same.
  const rank = ({ type, id }: Principal) => (type === "anonymous" ? 0 : changed.has(`${type} ${id}`) ? 1 : 2);
  return access.changes.flatMap((change) =>
    findAccessRisks({ ...change, who: change.who.toSorted((a, b) => rank(a) - rank(b)) }),
  );
};

function findAccessRisks(change: PrincipalChange): Risk[] {
  const { who, gains } = change;
  const isAnonymous = who.some(({ type }) => type === "anonymous");
  const writes = gains.content.filter(hasWriteAction);
  const administration = gains.duties.filter(isAdministrative);
  const settings = gains.settings.filter(hasWriteAction);
  if (gains.everything)
    return [
      createAccessRisk(change, "high", "everything-allowed", "they have full access, including deleting all content"),
    ];
  return [
    ...(administration.length || settings.length
      ? [
          createAccessRisk(
            { ...change, gains: { ...gains, content: [], settings, duties: administration } },
            "high",
            "administration-widened",
            "an account that can change users, roles, tasks or repositories can grant itself every permission",
          ),
        ]
      : []),
    ...(writes.length
      ? [
          createAccessRisk(
            { ...change, gains: { everything: false, content: writes, settings: [], duties: [] } },
            isAnonymous ? "high" : "medium",
            "write-access-widened",
            writes.some(({ actions }) => actions.includes("delete"))
              ? "they can publish there, and delete content that others use"
              : "content that they publish is served to everyone with read access there",
          ),
        ]
      : []),
    ...(isAnonymous && gains.content.length > writes.length
      ? [
          createAccessRisk(
            {
              ...change,
              gains: {
                ...gains,
                content: gains.content.filter((grant) => !hasWriteAction(grant)),
                settings: [],
                duties: [],
              },
            },
            "medium",
            "anonymous-reads-more",
            "everyone who can reach Nexus can read it",
          ),
        ]
      : []),
  ];
}

/** A role has no effect until a user has it, or an external group has its name: its risks are one level lower. */
const lowerLevel: Readonly<Record<Level, Level>> = { high: "medium", medium: "low", low: "low" };

function createAccessRisk({ who, are, gains }: PrincipalChange, level: Level, rule: string, consequence: string): Risk {
  const [first = { type: "role", id: "" } as const, ...others] = who;
  const isAssigned = who.some(({ type }) => type !== "role");
  const names =
    others.length > 5
      ? [...others.slice(0, 5).map(describePrincipal), `${others.length - 5} more`]
      : others.map(describePrincipal);
  const noun = first.type === "anonymous" ? "anonymous access" : first.type;
  return {
    level: isAssigned ? level : lowerLevel[level],
    rule,
    kind: first.type === "role" ? "role" : first.type === "user" ? "user" : "anonymous-access",
    noun: are === "new" && first.type !== "anonymous" ? `new ${noun}` : noun,
    name: first.type === "anonymous" ? noun : first.id,
    reason: `gains: ${formatRights(gains).join("; ")}${names.length ? `; also gained by ${joinWithAnd(names)}` : ""}`,
    consequence: isAssigned ? consequence : `no user has the role yet; once a user has it, ${consequence}`,
  };
}

function describePrincipal({ type, id }: Principal): string {
  return type === "anonymous" ? "anonymous users" : `the ${type} ${id}`;
}
