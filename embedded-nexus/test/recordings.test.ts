import { expect, test } from "vitest";
import { getExchangeName, RECORDED_RELEASES, readExchanges } from "./recorded/exchanges.ts";
import { findExclusion } from "./recorded/exclusions.ts";
import notReproduced from "./recorded/not-reproduced.json" with { type: "json" };
import { replay } from "./recorded/replay.ts";
import { UNRECORDED_STEPS } from "./recorded/unrecorded-steps.ts";

test.for(RECORDED_RELEASES)("reproduces the exchanges recorded on a real Nexus Core %s", async (release) => {
  const all = readExchanges(release);
  const inScope = all.filter((exchange) => !findExclusion(exchange));
  const reasons = new Map<string, string>();
  for (const { exchange, reason } of notReproduced[release]) reasons.set(exchange, reason);
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
  expect(unexpected, "exchanges that differ and are not listed in not-reproduced.json").toEqual([]);
  expect(stale, "exchanges that are listed as not reproduced, but are reproduced or no longer recorded").toEqual([]);
  expect(share).toBeGreaterThanOrEqual(95);
});

test("finds the exchange of every unrecorded step in the recording", () => {
  expect(readExchanges("3.77.0-08").map(getExchangeName)).toEqual(
    expect.arrayContaining(Object.keys(UNRECORDED_STEPS)),
  );
});
