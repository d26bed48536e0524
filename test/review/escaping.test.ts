/** Reports escape names, which may contain any characters, and show no secrets. */
import { DOMParser } from "@xmldom/xmldom";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { readPlan } from "../../src/plan/plan.ts";
import { createDriftReport } from "../../src/review/drift.ts";
import { formatDriftJunit } from "../../src/review/junit.ts";
import { formatDriftMarkdown } from "../../src/review/markdown/drift.ts";
import { formatReviewMarkdown } from "../../src/review/markdown/review.ts";
import { type DeclaredResource, declareResource, reviewCase, toEstate, toPreviewJson } from "./support.ts";

const names = {
  HTML: '<img src=x onerror="alert(1)">',
  "end tags": "</code></details><script>alert(1)</script>",
  "an HTML comment": "<!-- nexus-iac -->",
  "a link": "[click](https://evil.example) https://evil.example www.evil.example",
  "an image": "![x](https://evil.example/x.png)",
  mentions: "@everyone #1 !2 ~label %milestone",
  "a table": "a | b\n|---|---|\n| c | d |",
  "a heading and a quick action": "x\n# heading\n/close\n",
  "code and emphasis": "`` `a` ** __b__ ~~c~~",
  "an entity": "&lt;b&gt; &#60;b&#62;",
  "a backslash": "a\\`b\\|c",
  "direction marks": "apps\u202Egnp.exe\u2066\u200B",
  "control characters": "a\u0000b\u001b[31mc\rd\u2028e",
  "300 characters": `${"x".repeat(150)}<b>${"y".repeat(147)}`,
};

function estateWith(name: string): DeclaredResource[] {
  return [
    declareResource("role", name, { privileges: ["nx-all"], description: name }),
    declareResource("user", name, { roles: [name], firstName: name }),
    declareResource("raw-hosted", name, { storage: { blobStoreName: name, writePolicy: "ALLOW_ONCE" } }),
    declareResource("raw-proxy", "proxy", { proxy: { remoteUrl: `http://x.example/${name}` } }),
    declareResource("raw-group", "group", { group: { memberNames: [name, "proxy"] } }),
    declareResource("cleanup-policy", "policy", { format: "raw", criteriaAssetRegex: name }),
    declareResource("content-selector", "selector", { expression: name }),
  ];
}

/** Returns the tags of the HTML that GitLab and GitHub make of Markdown. */
function listTags(markdown: string): string[] {
  const html = marked.parse(markdown, { gfm: true, async: false });
  return [...html.matchAll(/<\/?([a-z!][a-z0-9-]*)/gi)].map(([, tag]) => (tag ?? "").toLowerCase());
}

const tagsOfReports = [
  "h3",
  "h4",
  "p",
  "strong",
  "em",
  "ul",
  "li",
  "code",
  "table",
  "thead",
  "tbody",
  "tr",
  "th",
  "td",
];
const allowedTags = new Set([...tagsOfReports, "br", "details", "summary"]);

describe.each(Object.entries(names))("%s in names", (_, name) => {
  const after = estateWith(name);
  const changed = after.map((resource) => ({
    ...resource,
    fields: { ...resource.fields, notes: name, online: false },
  }));
  const reviews = {
    "a creation": reviewCase({ after }),
    "an update": reviewCase({ before: after, after: changed, live: after }),
    "a deletion": reviewCase({ before: after, live: after }),
    drift: reviewCase({ before: after, after, live: changed.slice(1) }),
  };

  it.each(Object.entries(reviews))("%s adds no tags to the note", (_, review) => {
    const markdown = formatReviewMarkdown(review);
    expect(listTags(markdown).filter((tag) => !allowedTags.has(tag))).toEqual([]);
    expect(hasOnlyVisibleCharacters(markdown)).toBe(true);
  });

  it("adds no tags to a report of drift, whose JUnit XML is well-formed", () => {
    const report = createDriftReport(toRefreshedPlan(after, changed), {
      snapshot: {
        estate: toEstate(estateWith(`${name}!`)),
        url: "https://nexus.example",
        server: {},
        unreadable: new Set(),
      },
      ignored: [],
    });
    expect(report.drift.length).toBeGreaterThan(3);
    expect(report.unmanaged.length).toBeGreaterThan(2);
    const markdown = formatDriftMarkdown(report);
    expect(listTags(markdown).filter((tag) => !allowedTags.has(tag))).toEqual([]);
    const xml = formatDriftJunit(report);
    const cases = new DOMParser({ onError: refuse }).parseFromString(xml, "text/xml").getElementsByTagName("testcase");
    expect(cases.length).toBe(report.drift.length + report.unmanaged.length + 1);
    expect([markdown, xml].every(hasOnlyVisibleCharacters)).toBe(true);
  });
});

function refuse(_level: string, message: string): never {
  throw new Error(message);
}

/** Returns true for a text without control characters, line breaks excepted, and without direction marks. */
function hasOnlyVisibleCharacters(text: string): boolean {
  return !/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u.test(text);
}

/** Returns a preview with --refresh that found drift. */
function toRefreshedPlan(applied: readonly DeclaredResource[], found: readonly DeclaredResource[]) {
  const preview = JSON.parse(toPreviewJson({ before: found, after: applied }));
  const steps = JSON.parse(toPreviewJson({ before: applied })).steps.map((step: object) => ({
    ...step,
    op: "refresh",
  }));
  return readPlan(JSON.stringify({ ...preview, steps: [...steps, ...preview.steps] }));
}

describe("a note", () => {
  it("is cut to the maximum length, without an open tag", () => {
    const many = Array.from({ length: 3000 }, (_, index) => declareResource("raw-hosted", `repository-${index}`));
    const markdown = formatReviewMarkdown(reviewCase({ after: many }));
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown.match(/<details>/g)?.length ?? 0).toBe(markdown.match(/<\/details>/g)?.length ?? 0);
  });

  it("does not show values in Nexus where a secret is declared", () => {
    const capability = (secret: string) =>
      declareResource("capability", "firewall", { type: "firewall", properties: { token: secret } });
    const review = reviewCase({
      before: [capability("[secret]"), declareResource("user", "bot", { roles: ["ci"], password: "[secret]" })],
      after: [capability("[secret]"), declareResource("user", "bot", { roles: ["other"], password: "[secret]" })],
      live: [
        capability("in-clear-in-nexus"),
        declareResource("user", "bot", { roles: ["ci"], password: "in-clear-in-nexus" }),
      ],
    });
    expect(review.changes.length).toBeGreaterThan(0);
    expect(JSON.stringify(review) + formatReviewMarkdown(review)).not.toContain("in-clear-in-nexus");
  });
});
