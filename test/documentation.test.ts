/** Links in README.md and docs lead to files, and to headings that exist. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { DEFAULT_RELEASE } from "nexus-embedded/facts";
import { expect, it } from "vitest";
import { recipes } from "../src/model/kinds/repository/recipes.ts";
import { newestRelease } from "./support/newest-release.ts";

const checkout = resolve(import.meta.dirname, "..");
const pages = execFileSync("git", ["ls-files", "*.md", ":!test"], { cwd: checkout, encoding: "utf8" })
  .trim()
  .split("\n");

/** Returns the anchors of a page's headings, as Git platforms make them: `## How it works` is `how-it-works`. */
function anchorsOf(file: string): string[] {
  const headings = readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

it.each(["docs/architecture.md", "SECURITY.md"])("%s names only paths that exist", (page) => {
  const text = readFileSync(join(checkout, page), "utf8");
  const paths = [
    ...text.matchAll(
      /`((?:src|test|tools|docs|bench|examples|templates|pipelines|embedded-nexus|\.github)(?:\/[\w./-]*)?)`/g,
    ),
  ];
  expect(paths.map(([, path = ""]) => path).filter((path) => !existsSync(join(checkout, path)))).toEqual([]);
});

const [newestMinor = ""] = /^\d+\.\d+/.exec(newestRelease) ?? [];
const formatCount = Object.keys(recipes).length;
const recipeCount = Object.values(recipes).flatMap((types) => Object.keys(types)).length;

it.each([
  ["README.md", `3.71 to ${newestMinor}`],
  ["README.md", `| repository recipes, of ${recipeCount} | ${recipeCount} |`],
  ["docs/comparison.md", `of ${recipeCount}) | ${recipeCount} |`],
  ["docs/usage.md", `all ${formatCount} formats of Nexus ${newestMinor} in all ${recipeCount} recipes`],
  ["embedded-nexus/README.md", `\`${DEFAULT_RELEASE}\``],
])("%s states: %s", (page, statement) => {
  expect(readFileSync(join(checkout, page), "utf8")).toContain(statement);
});

it.each(pages)("%s has no broken link", (page) => {
  const folder = dirname(join(checkout, page));
  const links = [...readFileSync(join(checkout, page), "utf8").matchAll(/\]\((?!\w+:)([^)\s]*)\)/g)];
  const broken = links.flatMap(([, link = ""]) => {
    const [path = "", anchor] = link.split("#");
    const file = path ? join(folder, path) : join(checkout, page);
    if (!existsSync(file)) return [`${link}: no file ${relative(checkout, file)}`];
    return anchor && !anchorsOf(file).includes(anchor) ? [`${link}: no such heading`] : [];
  });
  expect(broken).toEqual([]);
});
