import { expect, it } from "vitest";
import { createAccessMatrix } from "../../../src/access/access-matrix.ts";
import { toSecurityModel } from "../../../src/estate/declared-security.ts";
import type { Estate } from "../../../src/estate/estate.ts";
import { type AccessGrid, createAccessGrid } from "../../../src/review/page/access-grid.ts";
import { declare, estateOf, group, raw, role, viewing } from "../../estate/support.ts";
import { large } from "./page-cases.ts";

const gridBetween = (before: Estate, after: Estate) =>
  createAccessGrid(createAccessMatrix(toSecurityModel(before)), createAccessMatrix(toSecurityModel(after)));

/** `kept+gained-lost` of somebody, column by column. */
function lettersOf({ rows }: AccessGrid, id: string): string[] | undefined {
  const row = rows.find(({ members }) => members.some((one) => one.id === id));
  return row?.cells.map(({ kept, gained, lost }) => {
    const [same, more, less] = [kept, gained, lost].map((rights) => rights.map(({ letter }) => letter).join(""));
    return `${same}${more && `+${more}`}${less && `-${less}`}`;
  });
}

it("tells what somebody keeps, gains and loses, through groups and selectors too", () => {
  const selector = (expression: string) => declare("content-selector", "paths", { expression });
  const privilege = declare("privilege-repository-content-selector", "some", {
    format: "raw",
    repository: "b",
    contentSelector: "paths",
    actions: ["READ"],
  });
  const repositories = [raw("a"), raw("b"), group("raw-group", "c", "a")];
  const world = (expression: string, privileges: string[]) =>
    estateOf([...repositories, selector(expression), privilege, role("r", privileges)]);
  const before = world('path =^ "/a"', [...viewing("raw", "a", "read", "delete"), "some"]);
  const after = world('path =^ "/b"', [...viewing("raw", "a", "read", "add"), "some"]);
  expect(lettersOf(gridBetween(before, after), "r")).toEqual(["R+A-D", "+r-r", ""]);
  const through = world('path =^ "/a"', viewing("raw", "c", "read"));
  expect(lettersOf(gridBetween(through, through), "r")).toEqual(["G", "", "R"]);
});

it("names who may do nothing, and has no row for them", () => {
  const estate = estateOf([raw("a"), role("none", ["nx-metrics-all"])]);
  const grid = gridBetween(estate, estate);
  expect(lettersOf(grid, "none")).toBeUndefined();
  expect(grid.without).toContainEqual({ type: "role", id: "none" });
});

it("folds what is alike, of many, and loses nobody", () => {
  const { worlds } = large();
  const grid = gridBetween(worlds.current, worlds.planned);
  expect(grid.rows.length).toBeLessThan(130);
  expect(grid.columns.length).toBeLessThan(200);
  const ids = grid.rows.flatMap(({ members }) => members.map(({ id }) => id));
  expect(ids.filter((id) => id.startsWith("person-"))).toHaveLength(200);
  expect(ids.filter((id) => id.endsWith("-write"))).toHaveLength(60);
  expect(grid.columns.flatMap(({ members }) => members)).toHaveLength(300);
  expect(grid.rows.filter(({ isChanged }) => isChanged).length).toBe(12);
});
