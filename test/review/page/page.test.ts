import { createHash } from "node:crypto";
import { parse } from "parse5";
import { describe, expect, it } from "vitest";
import { readPageAssets } from "../../../src/cli/shared/report-files.ts";
import { renderDriftPage, renderReviewPage } from "../../../src/review/page/page.ts";
import { toDisplayText } from "../../../src/util/display-text.ts";
import { getAttribute, getText, listElements } from "./parsed-html.ts";
import { driftCase, hostileCase, hostileNames, labCase, largeCase } from "./sample-pages.ts";

const assets = readPageAssets();
const { report, estate } = driftCase();
const reviews = { lab: labCase(), hostile: hostileCase(), large: largeCase() };
const pages = {
  ...Object.fromEntries(
    Object.entries(reviews).map(([name, { review, states }]) => [name, renderReviewPage(review, states, assets)]),
  ),
  drift: renderDriftPage(report, estate, assets),
};

/** The elements that a page may have. */
const allowedElements = new Set(
  [
    "html head meta title link style body a div nav ul li details summary label kbd input select option span button p",
    "main header h1 h2 b i bdi section code table caption thead tbody tr th td ins del dl dt dd ol svg g path rect text script",
  ].flatMap((names) => names.split(" ")),
);

describe.each(Object.entries(pages))("the page %s", (_, text) => {
  const elements = listElements(parse(text));
  const listNamed = (name: string) => elements.filter(({ tagName }) => tagName === name);

  it("has only allowed elements, and a policy with the hash of each script and style", () => {
    expect(elements.map(({ tagName }) => tagName).filter((name) => !allowedElements.has(name))).toEqual([]);
    const handlers = elements
      .flatMap(({ attrs }) => attrs.map(({ name }) => name))
      .filter((name) => /^(on|style$)/.test(name));
    expect(handlers).toEqual([]);
    const policy = listNamed("meta")
      .flatMap((meta) => getAttribute(meta, "content") ?? [])
      .find((content) => content.includes("default-src"));
    expect(policy).toContain("default-src 'none'");
    const inline = [...listNamed("script"), ...listNamed("style")].map(getText);
    expect(inline).toHaveLength(assets.scripts.length + 1);
    for (const content of inline)
      expect(policy).toContain(`'sha256-${createHash("sha256").update(content).digest("base64")}'`);
  });

  it("has only links to itself, and loads nothing", () => {
    const ids = elements.flatMap((element) => getAttribute(element, "id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const outside = elements.flatMap((element) => getAttribute(element, "src") ?? []);
    expect(outside).toEqual([]);
    const links = listNamed("a").map((link) => getAttribute(link, "href") ?? "");
    expect(links.filter((link) => !ids.includes(link.slice(1)) || !link.startsWith("#"))).toEqual([]);
    expect(listNamed("link").map((link) => getAttribute(link, "href"))).toEqual(["data:,"]);
  });

  it("has headings in order, and a label for every scrolling frame", () => {
    const levels = elements.flatMap(({ tagName }) => (/^h\d$/.test(tagName) ? [Number(tagName[1])] : []));
    expect(levels[0]).toBe(1);
    expect(levels.slice(1).every((level) => level === 2)).toBe(true);
    const regions = elements.filter((element) => getAttribute(element, "role") === "region");
    expect(regions.filter((region) => !getAttribute(region, "aria-label"))).toEqual([]);
  });

  it("has no invisible characters", () => {
    const content = text.replace(/<(style|script)[\s\S]*?<\/\1>/g, "");
    expect([...content.matchAll(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu)].map(([character]) => character)).toEqual(
      [],
    );
  });
});

it("shows every hostile name unchanged", () => {
  const shown = listElements(parse(renderReviewPage(reviews.hostile.review, reviews.hostile.states, assets)))
    .filter(({ tagName }) => tagName === "bdi")
    .map((element) => getText(element).replaceAll("\n", ""));
  for (const name of hostileNames) expect(shown).toContain(toDisplayText(name, Number.POSITIVE_INFINITY));
});

it("shows the time, the commit, the branch and the user of the run", () => {
  const [run] = listElements(parse(pages.drift)).filter((element) => getAttribute(element, "class") === "run");
  expect(run && getText(run).replace(/\s+/g, " ")).toBe(
    "Time 2026-12-01 09:30 UTCCommit 3f1c2a9d5b7eBranch mainStarted by ada",
  );
});

it("links each change by its kind and name", () => {
  const links = listElements(parse(renderReviewPage(reviews.lab.review, reviews.lab.states, assets)))
    .filter((element) => getAttribute(element, "class") === "permalink")
    .map((element) => getAttribute(element, "href"));
  expect(links).toContain("#change-docker-hosted-ocp-mirror");
  expect(links).toContain("#drift-role-nexus-docker-group-pull");
});

it("draws gained permissions that are a risk in the colour of their level", () => {
  const marks = listElements(parse(renderReviewPage(reviews.lab.review, reviews.lab.states, assets)))
    .filter(({ tagName }) => tagName === "ins")
    .map((element) => `${getAttribute(element, "class") ?? "harmless"}: ${getText(element)}`);
  expect(marks).toContain("risky medium: +browse, read, add, edit on ocp-mirror");
  expect(marks).toContain("harmless: +browse on build-caches");
  expect(marks).toContain("risky medium: +BRAE");
  expect(marks).toContain("harmless: +G");
});

it("shows no secrets, such as those in the address of an upstream", () => {
  expect(Object.values(pages).filter((text) => text.includes("s3cr3t"))).toEqual([]);
});

it("shows list changes, secrets, unknown values and long texts", () => {
  const { review, states } = labCase();
  const [change] = review.changes;
  if (!change) throw new Error("no changes");
  const fields = [
    { path: "set", before: ["a", "b"], after: ["b", "c"], added: ["c"], removed: ["a"] },
    { path: "order", before: ["a", "b"], after: ["b", "a"] },
    { path: "password", secret: true as const },
    { path: "later", before: "x", unknown: true as const },
    { path: "default", before: "x", withdrawn: true as const },
    { path: "deep", before: null, after: { a: [1] } },
    { path: "scalar", before: "ALLOW_ONCE", after: "ALLOW" },
    { path: "members", before: ["a", "b"], after: ["b", "c"] },
    { path: "online", after: true, byDefault: true as const },
    { path: "new", after: 1, notRead: true as const },
    { path: "long", after: "y".repeat(1_000) },
  ];
  const page = renderReviewPage({ ...review, changes: [{ ...change, fields }], risks: [], drift: [] }, states, assets);
  const rows = listElements(parse(page))
    .filter((element) => getAttribute(element, "class") === "fields")
    .flatMap((table) =>
      listElements(table)
        .filter(({ tagName }) => tagName === "tr")
        .slice(1),
    )
    .map((row) => row.childNodes.map((cell) => getText(cell).replace(/\s+/g, " ").trim()).filter(Boolean));
  expect(rows.slice(0, 10)).toEqual([
    ["set", "−ab", "b+c"],
    ["order", "ab", "ba"],
    ["password", "secret", "secret"],
    ["later", "−x", "known after up"],
    ["default", "−x", "reset to default"],
    ["deep", "none", '+{ "a": [ 1 ] }'],
    ["scalar", "−ALLOW_ONCE", "+ALLOW"],
    ["members", "−ab", "b+c"],
    ["online", "not set", "true default"],
    ["new", "not read", "+1"],
  ]);
  expect(rows[10]?.[2]).toContain("All 1000 characters");
});
