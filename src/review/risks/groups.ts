import { joinWithAnd } from "../../util/display-text.ts";
import { createRisk, forEachChange, getValueChange, listStrings, type RiskRule } from "./risk-rule.ts";

/** The members of a group change: a group serves a component from the first member that has it. */
export const groupMembersChanged: RiskRule = forEachChange((change) => {
  const path = "group.memberNames";
  const members = getValueChange(change, path);
  if (!members) return [];
  const [before, after] = [listStrings(members.before), listStrings(members.after)];
  const removed = before.filter((name) => !after.includes(name));
  const added = after.filter((name) => !before.includes(name));
  const keptAfter = after.filter((name) => before.includes(name));
  const keptBefore = before.filter((name) => after.includes(name));
  const isReordered = keptAfter.some((name, index) => name !== keptBefore[index]);
  // A member that is appended hides no component that was served before.
  const inserted = added.filter((name) => keptAfter.some((other) => after.indexOf(other) > after.indexOf(name)));
  return [
    ...(removed.length
      ? [
          createRisk(change, "medium", "group-member-removed", {
            path,
            reason: `no longer has the ${removed.length > 1 ? "members" : "member"} ${joinWithAnd(removed)}`,
            consequence: "clients of the group cannot find components any more that only a removed member has",
          }),
        ]
      : []),
    ...(isReordered || inserted.length
      ? [
          createRisk(change, "medium", "group-order-changed", {
            path,
            reason: `changes the order of its members to ${describeFirst(after)} (was ${describeFirst(before)})`,
            consequence: "a component that several members have is served from another member",
          }),
        ]
      : []),
  ];
});

function describeFirst(members: readonly string[]): string {
  return members.length > 3 ? `${members.slice(0, 3).join(", ")}, ...` : members.join(", ");
}
