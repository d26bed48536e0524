import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { describeCertificate } from "../../src/model/kinds/certificate.ts";
import { createDriftReport } from "../../src/review/drift.ts";
import { certificateFile } from "../support/tls-proxy.ts";
import { declareResource, reviewCase, toPlan } from "./support.ts";

const pem = readFileSync(certificateFile, "utf8");
const { fingerprint } = describeCertificate(pem);
const ofHost = declareResource("host-certificate", "ldap", { host: "ldap.example", port: 636 });
const trusted = declareResource("certificate", fingerprint, { pem, fingerprint });

it("the certificate of a host is created and deleted, and is never missing in Nexus", () => {
  const [created, same, deleted] = [
    reviewCase({ after: [ofHost], live: [] }),
    reviewCase({ before: [ofHost], after: [ofHost], live: [trusted] }),
    reviewCase({ before: [ofHost], after: [], live: [trusted] }),
  ];
  expect(created.changes).toMatchObject([{ op: "create", kind: "host-certificate", name: "ldap.example:636" }]);
  expect([same.changes, same.drift]).toEqual([[], []]);
  expect(deleted.changes).toMatchObject([{ op: "delete", kind: "host-certificate", name: "ldap.example:636" }]);
});

it("the certificate of a host is not an unmanaged object", () => {
  const plan = toPlan({ before: [ofHost], after: [ofHost] });
  const urn = plan.steps[0]?.urn ?? "";
  const estate = { declarations: [trusted], existing: [] };
  const snapshot = { url: "https://nexus.example", server: {}, estate, unreadable: new Set<never>() };
  const report = (id: string) => {
    const refreshed = [{ urn, id, resource: "ldap", kind: ofHost.kind, applied: ofHost.fields }];
    return createDriftReport({ ...plan, refreshed }, { snapshot, ignored: [] });
  };
  expect(report(fingerprint)).toMatchObject({ drift: [], unmanaged: [] });
  expect(report("another").unmanaged).toMatchObject([{ kind: "certificate", name: fingerprint }]);
});
