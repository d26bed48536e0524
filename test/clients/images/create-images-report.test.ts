/** The reports of a cluster, compared with golden files, and the effect of malicious names on them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatImagesReport } from "../../../src/cli/commands/images/images-report-formatter.ts";
import { collectInventory } from "../../../src/clients/images/cluster-inventory.ts";
import { toClusterMarkdown } from "../../../src/clients/images/cluster-markdown.ts";
import { createImagesReport, hasUncoveredImages } from "../../../src/clients/images/create-images-report.ts";
import { parseImageDocuments } from "../../../src/clients/images/image-documents.ts";
import { imageExceptionsSchema } from "../../../src/clients/images/image-exceptions.ts";
import { type ImagesReport, imagesReportSchema } from "../../../src/clients/images/images-report.ts";
import type { ImagePresence } from "../../../src/clients/images/policy-evaluation.ts";
import { invisibleCharacters } from "../../../src/util/display-text.ts";
import { list, pod, rules } from "./support.ts";

const fixture = (name: string) =>
  parseImageDocuments(name, readFileSync(join(import.meta.dirname, "fixtures", name), "utf8"));
const cluster = (name: string, ...files: string[]) => ({ name, inventory: collectInventory(files.flatMap(fixture)) });

describe("the report of clusters", () => {
  const policy = { ...rules, exceptions: imageExceptionsSchema.parse(fixture("exceptions.yaml")[0]) };
  const lab = createImagesReport(
    [cluster("lab", "pods.json", "platform.yaml"), cluster("compose", "compose.yaml")],
    policy,
  );

  it("is formatted as Markdown", () => expect(toMarkdown(lab)).toMatchFileSnapshot("golden/lab.md"));

  it("is formatted for the terminal", () =>
    expect(`${formatImagesReport(lab, 400)}\n`).toMatchFileSnapshot("golden/lab.txt"));

  it("is JSON that follows its schema", async () => {
    expect(imagesReportSchema.parse(JSON.parse(JSON.stringify(lab)))).toEqual(lab);
    await expect(`${JSON.stringify(lab, null, 2)}\n`).toMatchFileSnapshot("golden/lab.json");
  });

  it("lists the presence of images in Nexus", () => {
    const answers = new Map<string, ImagePresence>([
      ["apps.example/demo/web:build-7", "absent"],
      ["apps.example/proxy:2.1", "present"],
      ["apps.example/demo/migrate", { notSeen: "GET /v2/: 401" }],
    ]);
    const [, text] = formatImagesReport(createImagesReport([cluster("lab", "pods.json")], rules, answers), 400).split(
      "VERDICT",
    );
    expect(text).toMatch(/covered +apps\.example\/demo\/web:build-7 .* not in Nexus/);
    expect(text).toMatch(/vendor\.example\/proxy:2\.1 .* Nexus has a copy: apps\.example\/proxy:2\.1/);
    expect(text).toMatch(/busybox .* not in Nexus, also not as a copy/);
    expect(text).toMatch(/demo\/migrate .* lookup in Nexus failed: GET \/v2\/: 401/);
  });

  it("is one line for a cluster without images", () => {
    const report = createImagesReport([cluster("empty")], rules);
    expect(formatImagesReport(report, 400)).toBe("empty: 0 images; Nexus was not asked");
    expect(hasUncoveredImages(report)).toBe(false);
  });
});

function toMarkdown(report: ImagesReport): string {
  return report.clusters.map((cluster) => toClusterMarkdown(report, cluster)).join("\n");
}

describe("malicious names", () => {
  const hostile = "<img src=x onerror=alert(1)>|`x`\u001b[2J\u202e\n# @all [x](https://evil.example)";
  const inventory = collectInventory(
    parseImageDocuments(
      "hostile.json",
      list(
        pod(hostile, hostile, {
          containers: [
            { name: hostile, image: hostile },
            { name: "x", image: `x.example/${hostile}` },
          ],
        }),
        { kind: "CatalogSource", metadata: { name: hostile }, spec: { image: hostile } },
        {
          kind: "ImageTagMirrorSet",
          metadata: { name: hostile },
          spec: {
            imageTagMirrors: [
              { source: hostile, mirrors: [hostile] },
              { source: "y.example", mirrors: [hostile] },
            ],
          },
        },
        { kind: "OperatorHub", spec: { sources: [{ name: hostile, disabled: true }] } },
      ),
    ),
  );
  const exception = { image: "nothing", reason: hostile, ends: "2026-01-01" };
  const report = createImagesReport([{ name: hostile, inventory }], { ...rules, exceptions: [exception] });

  it("send no control characters to the terminal", () => {
    expect(formatImagesReport(report, 400).replaceAll("\n", "")).not.toMatch(invisibleCharacters);
  });

  it("add no HTML, links, mentions or table cells to the Markdown", () => {
    const markdown = toMarkdown(report);
    expect(markdown.replaceAll("\n", "")).not.toMatch(invisibleCharacters);
    const bare = markdown.replace(/<code>.*?<\/code>|`[^`\n]*`/g, "");
    expect(bare).not.toMatch(/<img|@all|\]\(|evil/);
    for (const row of bare.split("\n").filter((line) => line.startsWith("|"))) expect(row.split("|")).toHaveLength(6);
  });
});
