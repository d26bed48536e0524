import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { readPageAssets } from "../../src/cli/shared/report-files.ts";
import { renderDriftPage, renderReviewPage } from "../../src/review/page/page.ts";
import { type Case, drift, hostile, lab, large } from "../review/page/page-cases.ts";
import { open } from "./pages.ts";

const assets = readPageAssets();
const pageOf = ({ review, worlds }: Case) => renderReviewPage(review, worlds, assets);
const pages: Record<"lab" | "drift" | "hostile" | "large", string> = { lab: "", drift: "", hostile: "", large: "" };

beforeAll(() => {
  const { report, world } = drift();
  Object.assign(pages, { lab: pageOf(lab()), hostile: pageOf(hostile()), large: pageOf(large()) });
  pages.drift = renderDriftPage(report, world, assets);
});

/** The names of the changes that are shown. */
const shownChanges = (page: Page) => page.locator("#changes .entry:visible summary b").allTextContents();
const focused = (page: Page) => page.evaluate("document.activeElement.id");

describe.each(["lab", "drift", "hostile", "large"] as const)("the page %s", (name) => {
  it("asks nobody for anything, breaks nowhere, and fits windows of any width", async () => {
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
  const told = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  expect(told).toEqual([]);
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
  it("is reached by /, narrows everything, and is left by Escape", async () => {
    const { page } = await open(pages.lab);
    const all = await shownChanges(page);
    await page.keyboard.press("/");
    expect(await focused(page)).toBe("search");
    await page.keyboard.type("docker-hub quay");
    expect(await shownChanges(page)).toEqual(["docker-group"]);
    expect(await page.locator("#found").textContent()).toMatch(/^\d+ of \d+ shown$/);
    await page.keyboard.press("Escape");
    expect(await shownChanges(page)).toEqual(all);
    expect(await page.locator("#search").inputValue()).toBe("");
  });

  it("shows of the matrix who is meant with what they reach, or what is meant with who reaches it", async () => {
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

  it("says where nothing is found", async () => {
    const { page } = await open(pages.lab);
    await page.fill("#search", "there is no such thing");
    expect(await page.locator(".item:visible, #matrix:visible").count()).toBe(0);
    expect(await page.locator("#changes .nothing").isVisible()).toBe(true);
    await page.getByRole("button", { name: "Clear" }).click();
    expect(await page.locator("#changes .nothing").isVisible()).toBe(false);
  });
});

describe("filters", () => {
  it("show one level, and what brings it", async () => {
    const { page } = await open(pages.lab);
    await page.getByRole("button", { name: "high" }).click();
    expect(await page.locator(".risk:visible .level").allTextContents()).toEqual(Array(3).fill("▲ high"));
    expect(await shownChanges(page)).toEqual(["ocp-mirror", "nexus-jenkins-ci", "anonymous access"]);
    await page.getByRole("button", { name: "medium" }).click();
    expect(await page.locator(".risk:visible").count()).toBe(7);
  });

  it("show what happens, and one kind", async () => {
    const { page } = await open(pages.lab);
    await page.getByRole("button", { name: "adopt" }).click();
    expect(await shownChanges(page)).toEqual(["build-caches"]);
    await page.getByRole("button", { name: "create" }).click();
    await page.selectOption("#kind", "role");
    expect(await shownChanges(page)).toEqual(["team-a"]);
  });

  it("leave only what changes", async () => {
    const { page } = await open(pages.lab);
    const retained = page.locator(".retention tbody tr:visible");
    expect(await retained.count()).toBe(6);
    await page.getByRole("button", { name: "Only what changes" }).click();
    expect(await retained.count()).toBe(5);
    expect(await page.locator("#matrix th[scope=row]:visible").allTextContents()).not.toContain("nexus-runtime");
  });

  it("give way to a link to what they hide", async () => {
    const { page } = await open(pages.lab);
    await page.getByRole("button", { name: "low" }).click();
    const id = await page.locator("#changes .entry[hidden]").first().getAttribute("id");
    await page.evaluate(`location.hash = "${id}"`);
    await page.locator(`#${id}[open]`).waitFor();
    expect(await page.locator(`#${id} .inside`).isVisible()).toBe(true);
  });
});

it("leads from a risk to its change by keyboard", async () => {
  const { page } = await open(pages.lab);
  const link = page.getByRole("link", { name: "See the change of ocp-mirror" }).first();
  await link.focus();
  await page.keyboard.press("Enter");
  const target = page.locator("details:target");
  await target.waitFor();
  expect(await target.locator("summary b").textContent()).toBe("ocp-mirror");
  expect(await target.getAttribute("open")).not.toBeNull();
  await expect(target.locator(".inside").isVisible()).resolves.toBe(true);
});

it("skips to the report", async () => {
  const { page } = await open(pages.lab);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await focused(page)).toBe("main");
});

describe("the access matrix", () => {
  it("is walked by arrow keys, lights row and column, and is told in words", async () => {
    const { page } = await open(pages.lab);
    const matrix = page.locator("#matrix");
    const told = page.locator("#matrix-told");
    await matrix.locator("td[tabindex='0']").focus();
    expect(await told.textContent()).toBe("Anybody, without credentials on docker-dev-hosted: gains: browse, read");
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft"]) await page.keyboard.press(key);
    expect(await told.textContent()).toBe("admin on docker-group: browse, read, add, edit, delete");
    expect(await matrix.locator("th[scope=col].lit").allTextContents()).toEqual(["docker-group"]);
    expect(await matrix.locator("th[scope=row].lit").allTextContents()).toEqual(["admin"]);
    await page.keyboard.press("End");
    expect(await told.textContent()).toContain("admin on build-caches");
    expect(await matrix.locator("td[tabindex='0']").count()).toBe(1);
    expect(await page.locator("#matrix td:focus").getAttribute("aria-label")).toContain("admin on build-caches");
  });

  it("tells what is pointed at", async () => {
    const { page } = await open(pages.lab);
    const row = page.locator("#matrix tr", { has: page.locator("th[title='team-a']") });
    await row.locator("td").last().hover();
    expect(await page.locator("#matrix-told").textContent()).toContain(
      'team-a on build-caches: gains: browse, read what the selector team-paths selects: format == "raw"',
    );
  });

  it("of many is folded, and shows at first what changes", async () => {
    const { page } = await open(pages.large);
    const rows = page.locator("#matrix th[scope=row]");
    const shown = await rows.locator("visible=true").count();
    expect(shown).toBeLessThan(20);
    expect(await rows.count()).toBeLessThan(150);
    await page.getByRole("button", { name: "Only what changes" }).click();
    expect(await rows.locator("visible=true").count()).toBe(await rows.count());
    await page.fill("#search", "person-187");
    expect(await rows.locator("visible=true").count()).toBe(1);
  });
});

describe("the graph", () => {
  it("shows the ways through what is pointed at", async () => {
    const { page } = await open(pages.lab);
    const graph = page.locator("svg.graph").first();
    await graph.locator(".node", { hasText: "docker-quay" }).hover();
    const lit = await graph.locator(".node.lit .title").allTextContents();
    expect(lit.sort()).toEqual(["5001", "default", "docker-group", "docker-quay", "quay.example/v2"]);
  });

  it("leads to the change of each node", async () => {
    const { page } = await open(pages.lab);
    await page.locator("svg.graph a", { hasText: "docker-quay" }).click();
    await page.locator("details:target").waitFor();
    expect(await page.locator("details:target summary b").textContent()).toBe("docker-quay");
  });
});

describe("colours", () => {
  const paper = (page: Page) => page.evaluate("getComputedStyle(document.body).backgroundColor");

  it("are the system's until somebody chooses, and stay chosen", async () => {
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

describe("without a script", () => {
  it("everything can be read", async () => {
    const { page } = await open(pages.lab, { javaScriptEnabled: false });
    expect(await page.locator("#controls").isVisible()).toBe(false);
    for (const section of ["risks", "changes", "access", "connections", "retention", "drift"])
      expect(await page.locator(`#${section} h2`).isVisible()).toBe(true);
    expect(await page.locator("#matrix td", { hasText: "+BRAE" }).first().isVisible()).toBe(true);
    const folded = page.locator("#changes .entry:not([open])").first();
    await folded.locator("summary").click();
    await page.locator("#changes .entry .inside").first().waitFor();
    expect(await page.locator("#changes .entry .inside").first().isVisible()).toBe(true);
  });

  it("paper shows everything, and none of the controls", async () => {
    const { page } = await open(pages.lab, { javaScriptEnabled: false });
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".side").isVisible()).toBe(false);
    const parts = page.locator("#changes .inside, .as-table table");
    expect(await parts.count()).toBeGreaterThan(10);
    expect(await parts.locator("visible=true").count()).toBe(await parts.count());
  });
});
