import { describe, expect, it } from "vitest";
import { judged } from "../../bench/budgets.ts";
import { readOptions, UsageError } from "../../bench/options.ts";
import { inWords, isBroken, type Report } from "../../bench/report.ts";
import { table } from "../../bench/table.ts";

it("a table has its first column to the left and the others to the right, and headings as they are", () => {
  const rows = [["", "seconds", "x"], ["a heading that is longer than all"], ["up", "4.11", 3], ["destroy", "19.01"]];
  expect(table(rows)).toBe(
    ["          seconds   x", "a heading that is longer than all", "up           4.11   3", "destroy     19.01"].join(
      "\n",
    ),
  );
});

function reportOf(requests: number): Report {
  const cost = { seconds: 1, passwordChecks: 0 };
  const measurements = judged(
    [
      { way: "plain loop", step: "create", ...cost, requests: 450 },
      { way: "Pulumi", step: "plan", ...cost, seconds: 3, requests: 3 },
      { way: "Pulumi", step: "review", ...cost, seconds: 7.5, requests: 33 },
      { way: "Pulumi", step: "up", ...cost, seconds: 4, requests },
      { way: "Pulumi", step: "refresh", ...cost, requests: 3, passwordChecks: 150 },
    ],
    150,
    true,
  );
  const servers = [{ title: "A Nexus 3.94.0", measurements, stateBytesPerResource: 3444 }];
  return { each: 150, rounds: 1, node: "24.0.0", pulumi: "3.232.0", cores: 2, servers };
}

describe("the report", () => {
  it("shows every number beside its budget", () => {
    const lines = inWords(reportOf(453))
      .split("\n")
      .map((line) => line.trim().split(/ {2,}/));
    expect(lines).toContainEqual(["create", "1.00", "450"]);
    expect(lines).toContainEqual(["up, from nothing", "4.00", "4.0", "3", "NOT MET", "453", "475", "met"]);
    expect(lines).toContainEqual(["refresh", "1.00", "3 + 150", "10 + 150", "met"]);
    expect(lines).toContainEqual(["Request budgets: 4 of 4 met"]);
    expect(lines).toContainEqual(["Up within 3 x the plain loop: 0 of 1 met"]);
    expect(lines).toContainEqual(["Review within 2 x the preview (2.5): 0 of 1 met"]);
  });

  it("is a failure for requests, and never for seconds", () => {
    expect(isBroken(reportOf(475))).toBe(false);
    expect(isBroken(reportOf(476))).toBe(true);
  });
});

describe("the options", () => {
  it("are the whole estate on both servers, once, unless given", () => {
    expect(readOptions([])).toEqual({ each: 150, servers: ["embedded", "core"], rounds: 1, json: undefined });
    expect(readOptions(["--resources", "30", "--only", "core", "--repeat=3", "--json", "x.json"])).toEqual({
      each: 10,
      servers: ["core"],
      rounds: 3,
      json: "x.json",
    });
  });

  it("give nothing to measure where help is asked for", () => {
    expect(readOptions(["--help"])).toBeUndefined();
  });

  it.each([
    [["--resources", "0"], '--resources must be a whole number from 1 on, not "0"'],
    [["--repeat", "often"], '--repeat must be a whole number from 1 on, not "often"'],
    [["--only", "docker"], '--only must be one of embedded, core, not "docker"'],
    [["--resourses", "9"], "--resourses"],
    [["fast"], "fast"],
  ])("%j are refused", (args, words) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(words);
  });
});
