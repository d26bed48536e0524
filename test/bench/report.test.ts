import { describe, expect, it } from "vitest";
import { evaluateBudgets } from "../../bench/budgets.ts";
import { readOptions } from "../../bench/options.ts";
import { type BenchmarkReport, exceedsRequestBudget, formatReport } from "../../bench/report.ts";
import { createEstate } from "../../bench/sample-estate.ts";
import { formatTable } from "../../bench/table.ts";
import { UsageError } from "../../src/util/user-error.ts";

it("a table aligns the first column left, the others right, and leaves headings unchanged", () => {
  const rows = [["", "seconds", "x"], ["a heading that is longer than all"], ["up", "4.11", 3], ["destroy", "19.01"]];
  expect(formatTable(rows)).toBe(
    ["          seconds   x", "a heading that is longer than all", "up           4.11   3", "destroy     19.01"].join(
      "\n",
    ),
  );
});

function reportOf(requests: number): BenchmarkReport {
  const cost = { seconds: 1, passwordChecks: 0 };
  const measurements = evaluateBudgets(
    [
      { way: "plain loop", step: "create", ...cost, requests: 450 },
      { way: "Pulumi", step: "plan", ...cost, seconds: 3, requests: 3 },
      { way: "Pulumi", step: "review", ...cost, seconds: 7.5, requests: 33 },
      { way: "Pulumi", step: "up", ...cost, seconds: 4, requests },
      { way: "Pulumi", step: "refresh", ...cost, requests: 3, passwordChecks: 150 },
    ],
    createEstate("uniform", 450),
    true,
  );
  const sizes = { estate: "150 users", resources: 450 };
  const servers = [{ title: "A Nexus 3.94.0", ...sizes, measurements, stateBytesPerResource: 3444 }];
  return { rounds: 1, node: "24.0.0", pulumi: "3.232.0", cores: 2, servers };
}

describe("formatReport", () => {
  it("shows every number with its budget", () => {
    const lines = formatReport(reportOf(453))
      .split("\n")
      .map((line) => line.trim().split(/ {2,}/));
    expect(lines).toContainEqual(["create", "1.00", "450"]);
    expect(lines).toContainEqual(["up, from nothing", "4.00", "4.0", "3", "NOT MET", "453", "475", "met"]);
    expect(lines).toContainEqual(["refresh", "1.00", "3 + 150", "10 + 150", "met"]);
    expect(lines).toContainEqual(["Request budgets: 4 of 4 met"]);
    expect(lines).toContainEqual(["Up within 3 x the plain loop: 0 of 1 met"]);
    expect(lines).toContainEqual(["Review within 2 x the preview (2.5): 0 of 1 met"]);
  });

  it("fails for too many requests, never for seconds", () => {
    expect(exceedsRequestBudget(reportOf(475))).toBe(false);
    expect(exceedsRequestBudget(reportOf(476))).toBe(true);
  });
});

describe("readOptions", () => {
  it("measures 450 resources on both servers once by default", () => {
    expect(readOptions([])).toEqual({
      estates: [createEstate("uniform", 450)],
      servers: ["embedded", "core"],
      rounds: 1,
    });
    expect(readOptions(["--resources", "30", "--only", "core", "--repeat=3", "--json", "x.json"])).toEqual({
      estates: [createEstate("uniform", 30)],
      servers: ["core"],
      rounds: 3,
      json: "x.json",
    });
  });

  it("measures several sizes, and other shapes of an estate", () => {
    const sizes = readOptions(["--resources", "1000,100", "--plot", "x.svg"])?.estates;
    expect(sizes?.map(({ resources }) => resources)).toEqual([99, 999]);
    const [foundation] = readOptions(["--estate", "foundation"])?.estates ?? [];
    expect(foundation).toMatchObject({ title: "859 repositories, 146 roles, 146 users", resources: 1151 });
  });

  it("returns nothing for --help", () => {
    expect(readOptions(["--help"])).toBeUndefined();
  });

  it.each([
    [["--resources", "0"], '--resources must be a whole number of at least 1, not "0"'],
    [["--repeat", "often"], '--repeat must be a whole number of at least 1, not "often"'],
    [["--resources", "9,many"], '--resources must be a whole number of at least 1, not "many"'],
    [["--plot", "x.svg"], "--plot needs several sizes"],
    [["--estate", "large"], '--estate must be one of uniform, foundation, not "large"'],
    [["--only", "docker"], '--only must be one of embedded, core, not "docker"'],
    [["--resourses", "9"], "--resourses"],
    [["fast"], "fast"],
  ])("refuses %j", (args, words) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(words);
  });
});
