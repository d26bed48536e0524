import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { reviewCases } from "./review-cases.ts";
import { reviewCase } from "./support.ts";

it("docs/review.md lists every rule of risks, and a case shows each", () => {
  const shown = Object.values(reviewCases).flatMap((change) => reviewCase(change).risks.map(({ rule }) => rule));
  const table = readFileSync("docs/review.md", "utf8").split("### Risks")[1]?.split("\n## ")[0] ?? "";
  const documented = [...table.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, rule]) => rule);
  expect(new Set(shown)).toEqual(new Set(documented));
});
