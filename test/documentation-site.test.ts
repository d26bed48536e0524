/** The site that `npm run docs` builds: its navigation, and the links between its pages. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { parse } from "parse5";
import { expect, it, onTestFinished } from "vitest";
import { sidebar } from "../docs/.vitepress/navigation.ts";
import { itInFull } from "./support/scope.ts";

const checkout = resolve(import.meta.dirname, "..");

it("has every page of docs in its navigation", () => {
  const listed = sidebar.flatMap(({ items }) => items.map(({ link }) => link));
  const pages = readdirSync(join(checkout, "docs")).filter((file) => file.endsWith(".md"));
  const missing = pages.filter((file) => !listed.includes(`/${file.replace(/(?:README)?\.md$/, "")}`));
  expect(missing).toEqual([]);
});

/** Returns the values of an attribute of all elements of a page. */
function listValues(html: string, attribute: string): string[] {
  const values: string[] = [];
  const visit = (node: { attrs?: { name: string; value: string }[]; childNodes?: object[] }) => {
    values.push(...(node.attrs ?? []).filter(({ name }) => name === attribute).map(({ value }) => value));
    for (const child of node.childNodes ?? []) visit(child);
  };
  visit(parse(html));
  return values;
}

itInFull("has links to pages and headings that exist", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-docs-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["node_modules/vitepress/bin/vitepress.js", "build", "docs", "--outDir", folder],
    { cwd: checkout },
  );
  expect(stdout + stderr).not.toMatch(/error|dead link/i);

  const read = (page: string) => readFileSync(join(folder, page), "utf8");
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
  const anchors = new Map(pages.map((page) => [page, listValues(read(page), "id")]));
  const broken = pages.flatMap((page) =>
    listValues(read(page), "href").flatMap((href) => {
      if (/^\w+:/.test(href)) return [];
      const [path = "", anchor] = href.split("#");
      const target = path.startsWith("/") ? path.slice(1) : path ? join(dirname(page), path) : page;
      const file = target === "" || target.endsWith("/") ? `${target}index.html` : target;
      if (!existsSync(join(folder, file))) return [`${page}: ${href}: no such file`];
      const isKnown = !anchor || anchors.get(file)?.includes(decodeURIComponent(anchor));
      return isKnown ? [] : [`${page}: ${href}: no such heading`];
    }),
  );
  expect(broken).toEqual([]);
  expect(pages).toContain("examples/two-nexuses/index.html");
});
