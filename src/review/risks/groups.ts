import { joinWithAnd } from "../../access/rights-text.ts";
import { createRisk, forEachChange, getValueChange, type RiskRule, toStrings } from "./risk-rule.ts";

/** Of what several members have under one name, the first member's is served. */
export const groupOrderChanged: RiskRule = forEachChange((subject) => {
  const members = getValueChange(subject, "group.memberNames");
  if (!members) return [];
  const [before, after] = [toStrings(members.before), toStrings(members.after)];
  const gone = before.filter((name) => !after.includes(name));
  const come = after.filter((name) => !before.includes(name));
  const stayed = after.filter((name) => before.includes(name));
  const wasOrder = before.filter((name) => after.includes(name));
  const isReordered = stayed.some((name, index) => name !== wasOrder[index]);
  // What comes last hides nothing that was served before.
  const inFront = come.filter((name) => stayed.some((other) => after.indexOf(other) > after.indexOf(name)));
  const path = "group.memberNames";
  return [
    ...(gone.length
      ? [
          createRisk(subject, "medium", "group-member-removed", {
            path,
            reason: `${joinWithAnd(gone)} ${gone.length > 1 ? "are" : "is"} no member any more`,
            consequence: "clients of the group no longer find what only is there",
          }),
        ]
      : []),
    ...(isReordered || inFront.length
      ? [
          createRisk(subject, "medium", "group-order-changed", {
            path,
            reason: `asks its members in another order: ${firsts(after)} first, where it was ${firsts(before)}`,
            consequence: "of what several members have under one name, another one is served from now on",
          }),
        ]
      : []),
  ];
});

function firsts(members: readonly string[]): string {
  return members.length > 3 ? `${members.slice(0, 3).join(", ")}, ...` : joinWithAnd(members);
}
