import { createHash } from "node:crypto";
import { parse } from "parse5";
import { describe, expect, it } from "vitest";
import { readPageAssets } from "../../../src/cli/shared/report-files.ts";
import { renderDriftPage, renderReviewPage } from "../../../src/review/page/page.ts";
import { toDisplayText } from "../../../src/util/display-text.ts";
import { drift, hostile, hostileNames, lab, large } from "./page-cases.ts";
import { attribute, elementsIn, textIn } from "./support.ts";

const assets = readPageAssets();
const { report, world } = drift();
const reviews = { lab: lab(), hostile: hostile(), large: large() };
const pages = {
  ...Object.fromEntries(
    Object.entries(reviews).map(([name, { review, worlds }]) => [name, renderReviewPage(review, worlds, assets)]),
  ),
  drift: renderDriftPage(report, world, assets),
};

/** All that a page is made of. */
const known = new Set(
  [
    "html head meta title link style body a div nav ul li details summary label kbd input select option span button p",
    "main header h1 h2 b i bdi section code table caption thead tbody tr th td ins del dl dt dd ol svg g path rect text script",
  ].flatMap((names) => names.split(" ")),
);

describe.each(Object.entries(pages))("the page %s", (_, text) => {
  const elements = elementsIn(parse(text));
  const named = (name: string) => elements.filter(({ tagName }) => tagName === name);

  it("is made of what is known, and runs nothing but what its policy names", () => {
    expect(elements.map(({ tagName }) => tagName).filter((name) => !known.has(name))).toEqual([]);
    const handlers = elements
      .flatMap(({ attrs }) => attrs.map(({ name }) => name))
      .filter((name) => /^(on|style$)/.test(name));
    expect(handlers).toEqual([]);
    const policy = named("meta")
      .flatMap((meta) => attribute(meta, "content") ?? [])
      .find((content) => content.includes("default-src"));
    expect(policy).toContain("default-src 'none'");
    const inline = [...named("script"), ...named("style")].map(textIn);
    expect(inline).toHaveLength(assets.scripts.length + 1);
    for (const one of inline) expect(policy).toContain(`'sha256-${createHash("sha256").update(one).digest("base64")}'`);
  });

  it("leads nowhere but to itself", () => {
    const ids = elements.flatMap((element) => attribute(element, "id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const outside = elements.flatMap((element) => attribute(element, "src") ?? []);
    expect(outside).toEqual([]);
    const ways = named("a").map((link) => attribute(link, "href") ?? "");
    expect(ways.filter((way) => !ids.includes(way.slice(1)) || !way.startsWith("#"))).toEqual([]);
    expect(named("link").map((link) => attribute(link, "href"))).toEqual(["data:,"]);
  });

  it("has headings in order, and a name for every table and every frame that scrolls", () => {
    const levels = elements.flatMap(({ tagName }) => (/^h\d$/.test(tagName) ? [Number(tagName[1])] : []));
    expect(levels[0]).toBe(1);
    expect(levels.slice(1).every((level) => level === 2)).toBe(true);
    const regions = elements.filter((element) => attribute(element, "role") === "region");
    expect(regions.filter((region) => !attribute(region, "aria-label"))).toEqual([]);
  });

  it("holds nothing that cannot be seen", () => {
    const own = text.replace(/<(style|script)[\s\S]*?<\/\1>/g, "");
    expect([...own.matchAll(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu)].map(([character]) => character)).toEqual([]);
  });
});

it("tells every hostile name as it is", () => {
  const told = elementsIn(parse(renderReviewPage(reviews.hostile.review, reviews.hostile.worlds, assets)))
    .filter(({ tagName }) => tagName === "bdi")
    .map((element) => textIn(element).replaceAll("\n", ""));
  for (const name of hostileNames) expect(told).toContain(toDisplayText(name, Number.POSITIVE_INFINITY));
});

it("tells no secret, not even one in an upstream's address", () => {
  expect(Object.values(pages).filter((text) => text.includes("s3cr3t"))).toEqual([]);
});

it("tells what is new of a list, what moves, what is a secret, and what is known later", () => {
  const { review, worlds } = lab();
  const [change] = review.changes;
  if (!change) throw new Error("nothing changes");
  const fields = [
    { path: "set", before: ["a", "b"], after: ["b", "c"], added: ["c"], removed: ["a"] },
    { path: "order", before: ["a", "b"], after: ["b", "a"] },
    { path: "password", secret: true as const },
    { path: "later", before: "x", unknown: true as const },
    { path: "default", before: "x", withdrawn: true as const },
    { path: "deep", before: null, after: { a: [1] } },
    { path: "long", after: "y".repeat(1_000) },
  ];
  const page = renderReviewPage({ ...review, changes: [{ ...change, fields }], risks: [], drift: [] }, worlds, assets);
  const rows = elementsIn(parse(page))
    .filter((element) => attribute(element, "class") === "fields")
    .flatMap((table) =>
      elementsIn(table)
        .filter(({ tagName }) => tagName === "tr")
        .slice(1),
    )
    .map((row) => row.childNodes.map((cell) => textIn(cell).replace(/\s+/g, " ").trim()).filter(Boolean));
  expect(rows.slice(0, 6)).toEqual([
    ["set", "−ab", "b+c"],
    ["order", "ab", "ba"],
    ["password", "a secret", "a secret"],
    ["later", "x", "known when the run has made it"],
    ["default", "x", "declared no more: Nexus's default"],
    ["deep", "none", '{ "a": [ 1 ] }'],
  ]);
  expect(rows[6]?.[2]).toContain("All 1000 characters");
});
