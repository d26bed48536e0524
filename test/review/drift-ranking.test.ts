import { parse } from "parse5";
import { expect, it } from "vitest";
import { readPageAssets } from "../../src/cli/shared/report-files.ts";
import { createDriftReport, toCurrentEstate } from "../../src/review/drift.ts";
import { formatDriftMarkdown } from "../../src/review/markdown/drift.ts";
import { renderDriftPage } from "../../src/review/page/page.ts";
import { driftReportSchema } from "../../src/review/report-schemas.ts";
import { getAttribute, getText, listElements } from "./page/parsed-html.ts";
import { declareResource, toEstate, toPlan } from "./support.ts";

const files = declareResource("raw-hosted", "files", { online: true });
const hub = declareResource("raw-proxy", "hub", { proxy: { remoteUrl: "https://hub.example" } });
const notes = declareResource("role", "notes", { description: "as declared", privileges: [] });
const gone = declareResource("role", "gone", { privileges: [] });
const declared = [notes, files, hub, gone];
const live = [
  { ...notes, fields: { ...notes.fields, description: "changed by hand" } },
  { ...hub, fields: { ...hub.fields, proxy: { remoteUrl: "https://elsewhere.example" } } },
  declareResource("role", "unused", { privileges: [] }),
  declareResource("user", "eve", { roles: ["nx-admin"], status: "active" }),
];

const plan = toPlan({ before: live.slice(0, 2), after: declared });
const refreshed = declared.map(({ kind, resource, fields }) => ({
  urn: `urn:pulumi:lab::nexus::pulumi-nodejs:${kind.token}::${resource}`,
  ...{ id: resource, resource, kind, applied: fields },
}));
const driftPlan = { ...plan, refreshed };
const snapshot = { url: "https://nexus.example", server: {}, estate: toEstate(live), unreadable: new Set<never>() };
const report = createDriftReport(driftPlan, { snapshot, ignored: [] });

it("ranks drift and undeclared objects by the rules of risks", () => {
  expect(driftReportSchema.parse(report)).toEqual(report);
  expect(report.risks.map(({ level, rule, name }) => `${level} ${rule} ${name}`)).toEqual([
    "high content-deleted files",
    "high everything-allowed eve",
    "medium upstream-changed hub",
  ]);
  expect(report.drift.map(({ name }) => name)).toEqual(["files", "hub", "notes", "gone"]);
  expect(report.unmanaged.map(({ name }) => name)).toEqual(["eve", "unused"]);
  expect(formatDriftMarkdown(report)).toContain("`eve` (new user): gains: everything");
});

it("shows the roles of an undeclared user", () => {
  expect(report.unmanaged[0]).toMatchObject({ name: "eve", roles: ["nx-admin"] });
});

it("shows each object in one section of the page, with the reason first, and marks whose access it is", () => {
  const page = parse(renderDriftPage(report, toCurrentEstate(driftPlan, snapshot), readPageAssets()));
  const sections = listElements(page).filter(({ tagName }) => tagName === "section");
  const namesIn = (id: string) =>
    sections
      .filter((section) => getAttribute(section, "id") === id)
      .flatMap((section) => listElements(section))
      .filter((element) => /\bitem\b/.test(getAttribute(element, "class") ?? ""))
      .map((item) => getText(listElements(item).find(({ tagName }) => tagName === "bdi") ?? item));
  expect(namesIn("check-first")).toEqual(["files", "hub", "eve"]);
  expect(namesIn("drift")).toEqual(["notes", "gone"]);
  expect(namesIn("unmanaged")).toEqual(["unused"]);
  const rows = listElements(page).filter((element) => getAttribute(element, "class") === "undeclared");
  expect(rows).toHaveLength(1);
  const access = sections.filter((section) => getAttribute(section, "id") === "access").map(getText);
  expect(access.join()).toContain("notes");
  expect(access.join()).not.toContain("gone");
});
