import { expect, it } from "vitest";
import { declareResource, reviewCase } from "./support.ts";

const run = (payload: string) => declareResource("script-run", "greet", { script: "hi", payload });
const script = declareResource("script", "hi", { content: "return args", type: "groovy" });

it("a script run is reported when it runs, without its payload, and is never missing in Nexus", () => {
  const review = reviewCase({ before: [script, run("a")], after: [script, run("b")], live: [script] });
  expect(review.changes).toMatchObject([{ op: "update", kind: "script-run", name: "greet" }]);
  expect(review.drift).toEqual([]);
  expect(JSON.stringify(review.changes)).not.toContain('"b"');
});

it("a script run that the program does not change or declare any more is no change", () => {
  const same = reviewCase({ before: [script, run("a")], after: [script, run("a")], live: [script] });
  expect([same.changes, same.drift]).toEqual([[], []]);
  const removed = reviewCase({ before: [script, run("a")], after: [script], live: [script] });
  expect([removed.changes, removed.drift]).toEqual([[], []]);
});
