import { expect, it } from "vitest";
import type { ProbePlan } from "../../../src/clients/probe/probe-plan.ts";
import { serializeProbePlan, storedProbePlanSchema } from "../../../src/clients/probe/stored-probe-plan.ts";

const plan: ProbePlan = {
  version: 1,
  stack: "lab",
  checks: [
    {
      area: "registries",
      request: { type: "registry", url: "https://apps.example", image: "a", operation: "ping", as: "anonymous" },
      name: "apps requires a login",
      expectation: "login required",
      expectedValues: ["basic"],
    },
    {
      area: "writes",
      name: "ci pushes an image to apps",
      request: { type: "image", url: "https://apps.example", image: "a", as: { user: "ci" }, removedBy: "stack" },
      expectation: "responds",
    },
  ],
  skipped: [{ area: "rights", name: "ci may write npm", reason: "a write would leave content in the repository" }],
};

/** The form that stacks with `nexus:probe` store. Do not change it: a difference runs their probes again. */
const stored =
  '{"version":1,"stack":"lab","checks":[' +
  '{"area":"registries","question":{"by":"registry","url":"https://apps.example","image":"a","deed":"ping","as":"nobody"},' +
  '"name":"apps wants a login","wish":"login wanted","wanted":["basic"]},' +
  '{"area":"writes","name":"ci pushes an image to apps",' +
  '"question":{"by":"image","url":"https://apps.example","image":"a","as":{"user":"ci"},"removes":"stack"},"wish":"answers"}],' +
  '"skipped":[{"area":"rights","name":"ci may write npm","reason":"a write cannot be tried without leaving something"}]}';

it("serializes a plan in the stored form and parses it back", () => {
  expect(serializeProbePlan(plan)).toBe(stored);
  expect(storedProbePlanSchema.parse(JSON.parse(stored))).toEqual(plan);
});
