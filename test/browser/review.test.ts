// @module-tag chromium
import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { readPageAssets } from "../../src/cli/shared/report-files.ts";
import { renderDriftPage, renderReviewPage } from "../../src/review/page/page.ts";
import { driftCase, hostileCase, labCase, largeCase, type PageCase } from "../review/page/sample-pages.ts";
import { open } from "./pages.ts";

const assets = readPageAssets();
const renderCase = ({ review, states }: PageCase) => renderReviewPage(review, states, assets);
const pages: Record<"lab" | "drift" | "hostile" | "large", string> = { lab: "", drift: "", hostile: "", large: "" };

beforeAll(() => {
  const { report, estate } = driftCase();
  Object.assign(pages, {
    lab: renderCase(labCase()),
    hostile: renderCase(hostileCase()),
    large: renderCase(largeCase()),
  });
  pages.drift = renderDriftPage(report, estate, assets);
});

/** Returns the names of the visible changes. */
const shownChanges = (page: Page) => page.locator("#changes .entry:visible summary b").allTextContents();
const focused = (page: Page) => page.evaluate("document.activeElement.id");

describe.each(["lab", "drift", "hostile", "large"] as const)("the page %s", (name) => {
  it("loads nothing, has no errors, and fits windows of any width", async () => {
    const { page, requests, complaints } = await open(pages[name]);
    await page.getByRole("button", { name: "Open all" }).click();
    expect(requests.filter((url) => url !== "data:,")).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate(() => "broken" in globalThis)).toBe(false);
    for (const width of [400, 1600]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    }
  });
});

it.each([
  ["lab", "light"],
  ["lab", "dark"],
  ["drift", "light"],
  ["drift", "dark"],
  ["hostile", "light"],
] as const)("%s is accessible in %s colours", async (name, colorScheme) => {
  const { page } = await open(pages[name], { colorScheme });
  await page.getByRole("button", { name: "Open all" }).click();
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResults;
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  expect(found).toEqual([]);
});

it("runs nothing but its own scripts", async () => {
  const { page, complaints } = await open(pages.lab);
  await page.evaluate(`
    const script = document.createElement("script");
    script.textContent = "globalThis.broken = 1";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", '<img src="https://elsewhere.example/x.png">');
  `);
  await expect.poll(() => complaints.length).toBeGreaterThan(1);
  expect(complaints.join()).toContain("Content Security Policy");
  expect(await page.evaluate(() => "broken" in globalThis)).toBe(false);
});

describe("search", () => {
  it("is focused by /, filters the page, and is cleared by Escape", async () => {
    const { page } = await open(pages.lab);
    const all = await shownChanges(page);
    await page.keyboard.press("/");
    expect(await focused(page)).toBe("search");
    await page.keyboard.type("docker-hub quay");
    expect(await shownChanges(page)).toEqual(["docker-group"]);
    expect(await page.locator("#result-count").textContent()).toMatch(/^\d+ of \d+ shown$/);
    await page.keyboard.press("Escape");
    expect(await shownChanges(page)).toEqual(all);
    expect(await page.locator("#search").inputValue()).toBe("");
  });

  it("shows matching users with their repositories, or matching repositories with their users", async () => {
    const { page } = await open(pages.lab);
    const columns = page.locator("#matrix th[scope=col]:visible");
    const rows = page.locator("#matrix th[scope=row]:visible");
    await page.fill("#search", "jenkinsbot");
    expect(await rows.allTextContents()).toEqual(["nexus-jenkinsbot"]);
    expect(await columns.allTextContents()).toEqual(["docker-dev-hosted", "ocp-mirror"]);
    await page.fill("#search", "build-caches");
    expect(await columns.allTextContents()).toEqual(["build-caches"]);
    expect(await rows.allTextContents()).not.toContain("nexus-jenkinsbot");
    expect(await rows.allTextContents()).toContain("team-a");
    expect(await page.locator("#matrix th[scope=colgroup]:visible").allTextContents()).toEqual(["raw"]);
  });

  it("shows a note in sections without matches", async () => {
    const { page } = await open(pages.lab);
    await page.fill("#search", "no such object");
    expect(await page.locator(".item:visible, #matrix:visible").count()).toBe(0);
    expect(await page.locator("#changes .no-match").isVisible()).toBe(true);
    await page.getByRole("button", { name: "Clear" }).click();
    expect(await page.locator("#changes .no-match").isVisible()).toBe(false);
  });
});

describe("filters", () => {
  it("show one level of risks, and the changes with such risks", async () => {
    const { page } = await open(pages.lab);
    await page.getByRole("button", { name: "high" }).click();
    expect(await page.locator(".risk:visible .level").allTextContents()).toEqual(Array(3).fill("▲ high"));
    expect(await shownChanges(page)).toEqual(["ocp-mirror", "nexus-jenkins-ci", "anonymous access"]);
    await page.getByRole("button", { name: "medium" }).click();
    expect(await page.locator(".risk:visible").count()).toBe(7);
  });

  it("show one operation, and one kind", async () => {
    const { page } = await open(pages.lab);
    await page.getByRole("button", { name: "adopt" }).click();
    expect(await shownChanges(page)).toEqual(["build-caches"]);
    await page.getByRole("button", { name: "create" }).click();
    await page.selectOption("#kind", "role");
    expect(await shownChanges(page)).toEqual(["team-a"]);
  });

  it("hide unchanged objects", async () => {
    const { page } = await open(pages.lab);
    const rows = page.locator(".retention tbody tr:visible");
    expect(await rows.count()).toBe(6);
    await page.getByRole("button", { name: "Changes only" }).click();
    expect(await rows.count()).toBe(5);
    expect(await page.locator("#matrix th[scope=row]:visible").allTextContents()).not.toContain("nexus-runtime");
  });

  it("are cleared by a link to a hidden change", async () => {
    const { page } = await open(pages.lab);
    await page.getByRole("button", { name: "low" }).click();
    const id = await page.locator("#changes .entry[hidden]").first().getAttribute("id");
    await page.evaluate(`location.hash = "${id}"`);
    await page.locator(`#${id}[open]`).waitFor();
    expect(await page.locator(`#${id} .entry-body`).isVisible()).toBe(true);
  });
});

it("links a risk to its change, by keyboard", async () => {
  const { page } = await open(pages.lab);
  const link = page.getByRole("link", { name: "See the change of ocp-mirror" }).first();
  await link.focus();
  await page.keyboard.press("Enter");
  const target = page.locator("details:target");
  await target.waitFor();
  expect(await target.locator("summary b").textContent()).toBe("ocp-mirror");
  expect(await target.getAttribute("open")).not.toBeNull();
  await expect(target.locator(".entry-body").isVisible()).resolves.toBe(true);
});

it("shows that frames scroll, and prints on A4", async () => {
  const { page } = await open(pages.lab, { viewport: { width: 400, height: 900 } });
  const hint = page.locator("#access .scroll-hint");
  await expect.poll(() => hint.isVisible()).toBe(true);
  expect(await hint.textContent()).toContain("sideways");
  await page.evaluate("document.querySelector('#matrix-scroller').scrollLeft = 10_000");
  await expect.poll(() => page.locator("#matrix-scroller.more-right").count()).toBe(0);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  // A4 in points: 595 x 842.
  expect(pdf).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12]/);
  await page.emulateMedia({ media: "print" });
  expect(await hint.isVisible()).toBe(false);
});

it("skips to the report", async () => {
  const { page } = await open(pages.lab);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await focused(page)).toBe("main");
});

describe("the access matrix", () => {
  it("moves by arrow keys, highlights row and column, and describes the cell", async () => {
    const { page } = await open(pages.lab);
    const matrix = page.locator("#matrix");
    const cellText = page.locator("#matrix-cell-text");
    await matrix.locator("td[tabindex='0']").focus();
    expect(await cellText.textContent()).toBe("Anonymous users on docker-dev-hosted: gains: browse, read");
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft"]) await page.keyboard.press(key);
    expect(await cellText.textContent()).toBe("admin on docker-group: browse, read, add, edit, delete");
    expect(await matrix.locator("th[scope=col].highlighted").allTextContents()).toEqual(["docker-group"]);
    expect(await matrix.locator("th[scope=row].highlighted").allTextContents()).toEqual(["admin"]);
    await page.keyboard.press("End");
    expect(await cellText.textContent()).toContain("admin on build-caches");
    expect(await matrix.locator("td[tabindex='0']").count()).toBe(1);
    expect(await page.locator("#matrix td:focus").getAttribute("aria-label")).toContain("admin on build-caches");
  });

  it("describes the cell under the pointer", async () => {
    const { page } = await open(pages.lab);
    const row = page.locator("#matrix tr", { has: page.locator("th[title='team-a']") });
    await row.locator("td").last().hover();
    expect(await page.locator("#matrix-cell-text").textContent()).toContain(
      'team-a on build-caches: gains: browse, read (content selector team-paths: format == "raw"',
    );
  });

  it("merges many rows, and shows only changes at first", async () => {
    const { page } = await open(pages.large);
    const rows = page.locator("#matrix th[scope=row]");
    const shown = await rows.locator("visible=true").count();
    expect(shown).toBeLessThan(20);
    expect(await rows.count()).toBeLessThan(150);
    await page.getByRole("button", { name: "Changes only" }).click();
    expect(await rows.locator("visible=true").count()).toBe(await rows.count());
    await page.fill("#search", "person-187");
    expect(await rows.locator("visible=true").count()).toBe(1);
  });
});

describe("the graph", () => {
  it("highlights the paths through the node under the pointer", async () => {
    const { page } = await open(pages.lab);
    const graph = page.locator("svg.graph").first();
    await graph.locator(".node", { hasText: "docker-quay" }).hover();
    const lit = await graph.locator(".node.highlighted .title").allTextContents();
    expect(lit.sort()).toEqual(["5001", "default", "docker-group", "docker-quay", "quay.example/v2"]);
  });

  it("links each node to its change", async () => {
    const { page } = await open(pages.lab);
    await page.locator("svg.graph a", { hasText: "docker-quay" }).click();
    await page.locator("details:target").waitFor();
    expect(await page.locator("details:target summary b").textContent()).toBe("docker-quay");
  });
});

describe("colours", () => {
  const paper = (page: Page) => page.evaluate("getComputedStyle(document.body).backgroundColor");

  it("follow the system by default, and keep the choice of the reader", async () => {
    const [light, dark] = await Promise.all(
      (["light", "dark"] as const).map(async (colorScheme) => (await open(pages.lab, { colorScheme })).page),
    );
    if (!light || !dark) throw new Error("no pages");
    const [day, night] = [await paper(light), await paper(dark)];
    expect(day).not.toBe(night);
    await light.getByRole("button", { name: "dark", exact: true }).click();
    expect(await paper(light)).toBe(night);
    await light.reload();
    expect(await paper(light)).toBe(night);
    await light.getByRole("button", { name: "auto", exact: true }).click();
    expect(await paper(light)).toBe(day);
  });
});

describe("without JavaScript", () => {
  it("all content is readable", async () => {
    const { page } = await open(pages.lab, { javaScriptEnabled: false });
    expect(await page.locator("#controls").isVisible()).toBe(false);
    for (const section of ["risks", "changes", "access", "connections", "retention", "drift"])
      expect(await page.locator(`#${section} h2`).isVisible()).toBe(true);
    expect(await page.locator("#matrix td", { hasText: "+BRAE" }).first().isVisible()).toBe(true);
    const folded = page.locator("#changes .entry:not([open])").first();
    await folded.locator("summary").click();
    await page.locator("#changes .entry .entry-body").first().waitFor();
    expect(await page.locator("#changes .entry .entry-body").first().isVisible()).toBe(true);
  });

  it("print shows all content and no controls", async () => {
    const { page } = await open(pages.lab, { javaScriptEnabled: false });
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".side").isVisible()).toBe(false);
    const parts = page.locator("#changes .entry-body, .as-table table");
    expect(await parts.count()).toBeGreaterThan(10);
    expect(await parts.locator("visible=true").count()).toBe(await parts.count());
  });
});
