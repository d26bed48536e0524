import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { cases } from "./cases.ts";
import { review } from "./support.ts";

it("docs/review.md tells every rule, and a case shows each", () => {
  const shown = Object.values(cases).flatMap((change) => review(change).risks.map(({ rule }) => rule));
  const table = readFileSync("docs/review.md", "utf8").split("### Risks")[1]?.split("\n## ")[0] ?? "";
  const told = [...table.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, rule]) => rule);
  expect(new Set(shown)).toEqual(new Set(told));
});
