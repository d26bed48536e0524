import type { PrincipalChange } from "../../access/access-diff.ts";
import type { Grant } from "../../access/rights.ts";
import { formatRights, joinWithAnd } from "../../access/rights-text.ts";
import type { Principal } from "../../access/security-model.ts";
import type { Level, Risk } from "../report-schemas.ts";
import type { RiskRule } from "./risk-rule.ts";

const writing = ["add", "edit", "delete"];

/** What only looks, in the words of duties. */
const looking = ["read", "browse"];

/** Who may change these may give himself everything. */
const ruling = ["*", "users", "roles", "privileges", "settings", "tasks", "capabilities", "script"];

/** Somebody may write, delete or administer who may not today; or who comes without credentials may do more. */
export const accessWidened: RiskRule = ({ access }) => access.changes.flatMap(widened);

function widened(change: PrincipalChange): Risk[] {
  const { who, gains } = change;
  const isAnonymous = who.some(({ type }) => type === "anonymous");
  const writes = gains.content.filter(isWriting);
  const rules = gains.duties.filter(
    ({ area, actions }) =>
      ruling.includes(area.split(" ")[0] ?? "") && actions.some((action) => !looking.includes(action)),
  );
  const settings = gains.settings.filter(isWriting);
  if (gains.everything)
    return [
      finding(change, "high", "everything-allowed", "nothing is out of reach, the deletion of everything included"),
    ];
  return [
    ...(rules.length || settings.length
      ? [
          finding(
            { ...change, gains: { ...gains, content: [], settings, duties: rules } },
            "high",
            "administration-widened",
            "who may change users, roles, tasks or repositories can give away or take whatever else there is",
          ),
        ]
      : []),
    ...(writes.length
      ? [
          finding(
            { ...change, gains: { everything: false, content: writes, settings: [], duties: [] } },
            isAnonymous ? "high" : "medium",
            "write-access-widened",
            writes.some(({ actions }) => actions.includes("delete"))
              ? "they can publish there, or take away what others use"
              : "what they publish is served to everybody who reads there",
          ),
        ]
      : []),
    ...(isAnonymous && gains.content.length > writes.length
      ? [
          finding(
            {
              ...change,
              gains: { ...gains, content: gains.content.filter((one) => !isWriting(one)), settings: [], duties: [] },
            },
            "medium",
            "anonymous-reads-more",
            "whoever reaches Nexus can read it",
          ),
        ]
      : []),
  ];
}

function isWriting({ actions }: Grant): boolean {
  return actions.some((action) => writing.includes(action));
}

/** A role alone can do nothing: somebody must have it, or a group of another source be called like it. */
const lower: Readonly<Record<Level, Level>> = { high: "medium", medium: "low", low: "low" };

function finding({ who, are, gains }: PrincipalChange, level: Level, rule: string, consequence: string): Risk {
  const [first = { type: "role", id: "" } as const, ...others] = who;
  const isGiven = who.some(({ type }) => type !== "role");
  const names =
    others.length > 5 ? [...others.slice(0, 5).map(inWords), `${others.length - 5} more`] : others.map(inWords);
  const noun = first.type === "anonymous" ? "anonymous access" : first.type;
  return {
    level: isGiven ? level : lower[level],
    rule,
    kind: first.type === "role" ? "role" : first.type === "user" ? "user" : "anonymous-access",
    noun: are === "new" && first.type !== "anonymous" ? `new ${noun}` : noun,
    name: first.id,
    reason: `gains: ${formatRights(gains).join("; ")}${names.length ? `; the same for ${joinWithAnd(names)}` : ""}`,
    consequence: isGiven ? consequence : `nobody has gained by it yet; for whoever is given the role, ${consequence}`,
  };
}

function inWords({ type, id }: Principal): string {
  return type === "anonymous" ? "who comes without credentials" : `the ${type} ${id}`;
}
