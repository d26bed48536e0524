import { createRisk, forEachChange, type RiskRule } from "./risk-rule.ts";

/** An object is deleted that the stack adopted: others may use it, such as another stack. */
export const adoptedDeleted: RiskRule = forEachChange((change) =>
  change.op === "delete" && change.step.adopted
    ? [
        createRisk(change, "medium", "adopted-deleted", {
          reason: "is deleted; it was adopted, not created, by this stack",
          consequence: "what else uses it loses it; with nexus:keepAdopted: true it stays in Nexus",
        }),
      ]
    : [],
);

/** A removed object was written with another URL, which may be that of another Nexus. */
export const deletionRefused: RiskRule = forEachChange((change) => {
  const { step, kind } = change;
  if (!step.isInFormerNexus || !kind.endpoints({}).remove) return [];
  return [
    createRisk(change, "medium", "deletion-refused", {
      reason: `was written to ${step.before?.__nexus} before nexus:url changed`,
      consequence: "up fails instead of deleting it: run it with the unchanged program first",
    }),
  ];
});
