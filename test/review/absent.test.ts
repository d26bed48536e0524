import { expect, it } from "vitest";
import { createDriftReport } from "../../src/review/drift.ts";
import { declareResource, reviewCase, toPlan } from "./support.ts";

const absent = declareResource("absent-repository", "files", { present: false });
const files = declareResource("raw-hosted", "files", { storage: { blobStoreName: "default" } });

it("an absent repository that Nexus has is reported as its deletion, with its content", () => {
  const { changes, risks } = reviewCase({ after: [absent], live: [files] });
  expect(changes).toMatchObject([{ op: "delete", kind: "raw-hosted", name: "files" }]);
  expect(risks).toMatchObject([{ level: "high", kind: "raw-hosted", name: "files" }]);
});

it("a repository that is declared absent instead of declared is deleted once", () => {
  const { changes } = reviewCase({ before: [{ ...files, retained: true }], after: [absent], live: [files] });
  expect(changes).toMatchObject([{ op: "delete", kind: "raw-hosted", name: "files" }]);
});

it("an absent repository that Nexus does not have is no change", () => {
  const review = reviewCase({ after: [absent], live: [] });
  expect(review.changes).toEqual([]);
  expect(review.summary).toMatchObject({ same: 1, create: 0, delete: 0 });
});

it("an absent repository that is there again is drift until the plan deletes it", () => {
  const review = reviewCase({ before: [absent], after: [absent], live: [files] });
  expect(review.changes).toEqual([]);
  expect(review.drift).toMatchObject([{ name: "files", fields: [{ path: "present", before: false, after: true }] }]);
});

it("an absent repository that a refresh finds is drift, and not also an unmanaged object", () => {
  const plan = toPlan({ before: [{ ...absent, fields: { ...absent.fields, present: true } }], after: [absent] });
  const [step] = plan.steps;
  const refreshed = step
    ? [{ urn: step.urn, id: "files", resource: "files", kind: absent.kind, applied: absent.fields }]
    : [];
  const snapshot = {
    url: "https://nexus.example",
    server: {},
    estate: { declarations: [files], existing: [] },
    unreadable: new Set<never>(),
  };
  const report = createDriftReport({ ...plan, refreshed }, { snapshot, ignored: [] });
  expect(report.drift).toMatchObject([{ name: "files", fields: [{ path: "present", before: false, after: true }] }]);
  expect(report.unmanaged).toEqual([]);
});
