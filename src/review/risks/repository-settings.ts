import type { ResourceChange } from "../../plan/resource-changes.ts";
import { getValueAt } from "../../util/json.ts";
import { createRisk, forEachChange, getNewValue, getValueChange, type RiskRule } from "./risk-rule.ts";

/** Write policies by the changes to published content that they allow. Nexus ignores their case. */
const policyRanks: Readonly<Record<string, number>> = { DENY: 0, ALLOW_ONCE: 1, ALLOW: 2 };

/** A write policy allows more changes than before. */
export const writePolicyLoosened: RiskRule = forEachChange((change) => {
  const policy = getValueChange(change, "storage.writePolicy");
  const [from = "", to = ""] = [policy?.before, policy?.after].map((value) => String(value ?? "").toUpperCase());
  const [rankBefore, rankAfter] = [policyRanks[from], policyRanks[to]];
  if (rankBefore === undefined || rankAfter === undefined || rankAfter <= rankBefore) return [];
  const allowsOverwriting = to === "ALLOW";
  return [
    createRisk(change, allowsOverwriting ? "high" : "medium", "write-policy-loosened", {
      path: "storage.writePolicy",
      reason: `loosens its write policy from ${from} to ${to}`,
      consequence: allowsOverwriting
        ? "published components can be overwritten: the same name may stand for other content later"
        : "new components can be published where none could be",
    }),
  ];
});

/** The tag `latest` can be pushed again although other tags cannot. */
export const latestTagMutable: RiskRule = forEachChange((change) =>
  ["storage.latestPolicy"]
    .filter((path) => change.current && getNewValue(change, path) === true)
    .map((path) =>
      createRisk(change, "low", "latest-may-change", {
        path,
        reason: "allows pushing the tag latest again",
        consequence: "clients that pull latest get the image that was pushed last",
      }),
    ),
);

/** Uploads are not checked against the type that their name says. */
export const contentTypesNotChecked: RiskRule = forEachChange((change) =>
  getValueChange(change, "storage.strictContentTypeValidation")?.after === false
    ? [
        createRisk(change, "low", "content-types-unchecked", {
          path: "storage.strictContentTypeValidation",
          reason: "no longer checks that the content of an upload matches its name",
          consequence: "a web page or a program may be served under the name of another type of file",
        }),
      ]
    : [],
);

/** Docker and OCI clients may authenticate with tokens, which Nexus also gives to anonymous clients. */
export const clientsMayBeAnonymous: RiskRule = forEachChange((change) =>
  ["docker.forceBasicAuth", "oci.forceBasicAuth"]
    .filter((path) => change.planned && getNewValue(change, path) === false && wasForced(change, path))
    .map((path) =>
      createRisk(change, "medium", "clients-may-be-anonymous", {
        path,
        reason: "accepts tokens, which anonymous clients get as well",
        consequence: "if anonymous access is enabled, everyone who can reach the port can pull",
      }),
    ),
);

/** A new repository with this value is reported; an existing one without a value before is not. */
function wasForced({ current }: ResourceChange, path: string): boolean {
  return !current || getValueAt(current, path) === true;
}
