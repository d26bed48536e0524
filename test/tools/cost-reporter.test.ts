import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { formatCosts } from "../support/cost-reporter.ts";
import { measuresChildren, ownCpuSeconds } from "../support/cpu-time.ts";

test.runIf(measuresChildren)("the CPU time of a test file includes its ended child processes, and theirs", () => {
  const busy = "while (process.cpuUsage().user < 200_000);";
  const parent = `require("node:child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(busy)}])`;
  const before = { all: ownCpuSeconds(), own: process.cpuUsage() };
  execFileSync(process.execPath, ["-e", parent]);
  const { user, system } = process.cpuUsage(before.own);
  expect(ownCpuSeconds() - before.all - (user + system) / 1_000_000).toBeGreaterThan(0.2);
});

test("the cost reporter prints a table of costs and the slowest tests", () => {
  const costs = [
    { name: "unit (2 files)", cpuSeconds: 12.34, wallSeconds: 7 },
    { name: "java, shared by test files", cpuSeconds: 101 },
  ];
  expect(formatCosts(costs, [{ seconds: 3.21, file: "test/a.test.ts", title: "a > b" }])).toBe(
    [
      "   CPU s   wall s",
      "    12.3      7.0  unit (2 files)",
      "   101.0           java, shared by test files",
      "",
      "Slowest tests",
      "     3.2  test/a.test.ts  a > b",
      "",
    ].join("\n"),
  );
  expect(formatCosts(costs, [])).not.toContain("Slowest");
});
