import { getValueAt } from "../../util/json.ts";
import { createRisk, forEachChange, getNewValue, getValueChange, type RiskRule } from "./risk-rule.ts";

/** How much each policy lets happen to what is published. Nexus reads them ignoring case. */
const freedom: Readonly<Record<string, number>> = { DENY: 0, ALLOW_ONCE: 1, ALLOW: 2 };

/** What is published may be changed, where it could not be. */
export const writePolicyLoosened: RiskRule = forEachChange((subject) => {
  const policy = getValueChange(subject, "storage.writePolicy");
  const [from, to] = [policy?.before, policy?.after].map((value) => String(value ?? "").toUpperCase());
  const [was, is] = [freedom[from ?? ""], freedom[to ?? ""]];
  if (was === undefined || is === undefined || is <= was) return [];
  const isOverwritten = to === "ALLOW";
  return [
    createRisk(subject, isOverwritten ? "high" : "medium", "write-policy-loosened", {
      path: "storage.writePolicy",
      reason: `its write policy is loosened from ${from} to ${to}`,
      consequence: isOverwritten
        ? "what is published there may be overwritten: the same name can be something else tomorrow"
        : "new things may be published where nothing could be",
    }),
  ];
});

/** The tag `latest` may be pushed again where other tags may not. */
export const latestOverwritten: RiskRule = forEachChange((subject) =>
  ["storage.latestPolicy"]
    .filter((path) => subject.current && getNewValue(subject, path) === true)
    .map((path) =>
      createRisk(subject, "low", "latest-may-change", {
        path,
        reason: "its tag latest may be pushed again and again",
        consequence: "who pulls latest gets whatever was pushed last",
      }),
    ),
);

/** Files are no longer held against what their names say. */
export const contentTypesUnchecked: RiskRule = forEachChange((subject) =>
  getValueChange(subject, "storage.strictContentTypeValidation")?.after === false
    ? [
        createRisk(subject, "low", "content-types-unchecked", {
          path: "storage.strictContentTypeValidation",
          reason: "no longer checks that uploads are what their names say",
          consequence: "a page or a program may be served under the name of something else",
        }),
      ]
    : [],
);

/** Docker and OCI clients without credentials. */
export const clientsUnauthenticated: RiskRule = forEachChange((subject) =>
  ["docker.forceBasicAuth", "oci.forceBasicAuth"]
    .filter((path) => subject.planned && getNewValue(subject, path) === false && isNews(subject, path))
    .map((path) =>
      createRisk(subject, "medium", "clients-may-be-anonymous", {
        path,
        reason: "lets clients in by tokens, which anonymous clients get too",
        consequence: "where anonymous access is on, anybody who reaches the port may pull",
      }),
    ),
);

/** A new repository that says so is news; one that said nothing before is not. */
function isNews({ current: before }: Parameters<typeof getNewValue>[0], path: string): boolean {
  return !before || getValueAt(before, path) === true;
}
