import { expect, it } from "vitest";
import type { NexusSnapshot } from "../../src/plan/nexus-snapshot.ts";
import { readPlan } from "../../src/plan/plan.ts";
import { createPlanContext } from "../../src/plan/plan-context.ts";
import { findDriftAfterRefresh, findDriftInSnapshot, findPendingChanges } from "../../src/review/drift.ts";
import { createReview } from "../../src/review/review.ts";
import { declareResource, toEstate, toPreviewJson } from "./support.ts";

const input = { cleanupCounts: new Map(), contentCounts: new Map(), notChecked: [] };
const ignored = { __ignored: ["storage.writePolicy"] };
const files = (online: boolean, writePolicy: string, internal = {}) =>
  declareResource("raw-hosted", "files", { online, storage: { writePolicy }, ...internal });
const live = files(true, "DENY", { format: "raw", type: "hosted" });
const snapshot: NexusSnapshot = {
  url: "https://nexus.example",
  server: {},
  estate: toEstate([live]),
  unreadable: new Set(),
};

it("a review neither plans nor reports a change of an ignored field", () => {
  const preview = toPreviewJson({ before: [files(true, "ALLOW", ignored)], after: [files(false, "ALLOW", ignored)] });
  const context = createPlanContext(readPlan(preview), snapshot);
  expect(context.changes[0]?.planned).toMatchObject({ online: false, storage: { writePolicy: "DENY" } });
  expect(createReview(context, input).changes[0]?.fields).toEqual([{ path: "online", before: true, after: false }]);
  expect(findDriftInSnapshot(context.changes)).toEqual([]);
});

it("a review reports a new object with its ignored fields, and an adopted one without", () => {
  const plan = readPlan(toPreviewJson({ after: [files(false, "ALLOW", ignored)] }));
  const listPaths = (withObjects: boolean) =>
    createReview(createPlanContext(plan, { ...snapshot, estate: toEstate(withObjects ? [live] : []) }), input)
      .changes[0]?.fields.filter(({ byDefault }) => !byDefault)
      .map(({ path }) => path);
  expect(listPaths(true)).toEqual(["online"]);
  expect(listPaths(false)).toEqual(["online", "storage.writePolicy"]);
});

it("the report of drift leaves ignored fields out, before and after a refresh", () => {
  const refreshed = files(true, "DENY", ignored);
  const preview = JSON.parse(toPreviewJson({ before: [refreshed], after: [refreshed] }));
  const [step] = preview.steps;
  const oldState = { ...step.oldState, inputs: files(true, "ALLOW", ignored).fields };
  const plan = readPlan(JSON.stringify({ ...preview, steps: [{ op: "refresh", urn: step.urn, oldState }, step] }));
  expect(findDriftAfterRefresh(plan)).toEqual([]);
  expect(findPendingChanges(plan, [])).toEqual([]);
});
