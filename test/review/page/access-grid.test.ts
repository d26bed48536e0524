import { expect, it } from "vitest";
import { createAccessMatrix } from "../../../src/access/access-matrix.ts";
import { toSecurityModel } from "../../../src/estate/declared-security.ts";
import type { Estate } from "../../../src/estate/estate.ts";
import { type AccessGrid, createAccessGrid } from "../../../src/review/page/access-grid.ts";
import { declare, estateOf, group, raw, role, viewing } from "../../estate/support.ts";
import { largeCase } from "./sample-pages.ts";

const gridBetween = (before: Estate, after: Estate) =>
  createAccessGrid(createAccessMatrix(toSecurityModel(before)), createAccessMatrix(toSecurityModel(after)));

/** Returns the permissions of a user or role in each column, as `kept+gained-lost`. */
function lettersOf({ rows }: AccessGrid, id: string): string[] | undefined {
  const row = rows.find(({ members }) => members.some((member) => member.id === id));
  return row?.cells.map(({ kept, gained, lost }) => {
    const [keptText, gainedText, lostText] = [kept, gained, lost].map((rights) =>
      rights.map(({ letter }) => letter).join(""),
    );
    return `${keptText}${gainedText && `+${gainedText}`}${lostText && `-${lostText}`}`;
  });
}

it("has kept, gained and lost permissions, through groups and content selectors as well", () => {
  const selector = (expression: string) => declare("content-selector", "paths", { expression });
  const privilege = declare("privilege-repository-content-selector", "some", {
    format: "raw",
    repository: "b",
    contentSelector: "paths",
    actions: ["READ"],
  });
  const repositories = [raw("a"), raw("b"), group("raw-group", "c", "a")];
  const estateWith = (expression: string, privileges: string[]) =>
    estateOf([...repositories, selector(expression), privilege, role("r", privileges)]);
  const before = estateWith('path =^ "/a"', [...viewing("raw", "a", "read", "delete"), "some"]);
  const after = estateWith('path =^ "/b"', [...viewing("raw", "a", "read", "add"), "some"]);
  expect(lettersOf(gridBetween(before, after), "r")).toEqual(["R+A-D", "+r-r", ""]);
  const through = estateWith('path =^ "/a"', viewing("raw", "c", "read"));
  expect(lettersOf(gridBetween(through, through), "r")).toEqual(["G", "", "R"]);
});

it("has no row for a role without permissions on repositories", () => {
  const estate = estateOf([raw("a"), role("none", ["nx-metrics-all"])]);
  const grid = gridBetween(estate, estate);
  expect(lettersOf(grid, "none")).toBeUndefined();
  expect(grid.withoutRights).toContainEqual({ type: "role", id: "none" });
});

it("merges equal rows and columns, and keeps every name", () => {
  const { states } = largeCase();
  const grid = gridBetween(states.current, states.planned);
  expect(grid.rows.length).toBeLessThan(130);
  expect(grid.columns.length).toBeLessThan(200);
  const ids = grid.rows.flatMap(({ members }) => members.map(({ id }) => id));
  expect(ids.filter((id) => id.startsWith("person-"))).toHaveLength(200);
  expect(ids.filter((id) => id.endsWith("-write"))).toHaveLength(60);
  expect(grid.columns.flatMap(({ members }) => members)).toHaveLength(300);
  expect(grid.rows.filter(({ isChanged }) => isChanged).length).toBe(12);
});
