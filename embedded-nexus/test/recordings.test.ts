import { expect, test } from "vitest";
import { exchanges, nameOf, RECORDED } from "./recorded/exchanges.ts";
import listed from "./recorded/not-reproduced.json" with { type: "json" };
import { replay } from "./recorded/replay.ts";
import { exclusionOf } from "./recorded/scope.ts";
import { STEPS } from "./recorded/unrecorded.ts";

test.for(RECORDED)("the exchanges recorded with a real Nexus Core %s are reproduced", async (release) => {
  const all = exchanges(release);
  const inScope = all.filter((exchange) => !exclusionOf(exchange));
  const reasons = new Map<string, string>();
  for (const { exchange, reason } of listed[release]) reasons.set(exchange, reason);
  const differences = await replay(release, all);
  const reproduced = inScope.length - differences.size;
  const share = (100 * reproduced) / inScope.length;

  console.info(
    [
      `${release}: ${all.length} recorded, ${inScope.length} in scope, ${reproduced} reproduced: ${share.toFixed(2)} %`,
      ...[...reasons].map(([exchange, reason]) => `  not reproduced: ${exchange}: ${reason}`),
    ].join("\n"),
  );
  const unexpected = [...differences].filter(([exchange]) => !reasons.has(exchange));
  const stale = [...reasons.keys()].filter((exchange) => !differences.has(exchange));
  expect(unexpected, "exchanges that differ and are not listed").toEqual([]);
  expect(stale, "listed as not reproduced, yet reproduced or no longer recorded").toEqual([]);
  expect(share).toBeGreaterThanOrEqual(95);
});

test("every step that the recording leaves out belongs to an exchange that is in it", () => {
  expect(exchanges("3.77.0-08").map(nameOf)).toEqual(expect.arrayContaining(Object.keys(STEPS)));
});
