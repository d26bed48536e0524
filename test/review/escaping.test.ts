/** Names of anybody's making do no harm to whoever is shown them, and secrets are shown to nobody. */
import { DOMParser } from "@xmldom/xmldom";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { readPlan } from "../../src/plan/plan.ts";
import { createDriftReport } from "../../src/review/drift.ts";
import { formatDriftJunit } from "../../src/review/junit.ts";
import { formatDriftMarkdown } from "../../src/review/markdown/drift.ts";
import { formatReviewMarkdown } from "../../src/review/markdown/review.ts";
import { type Declared, declared, estateOf, previewText, review } from "./support.ts";

const names = {
  HTML: '<img src=x onerror="alert(1)">',
  "the end of what is around it": "</code></details><script>alert(1)</script>",
  "an HTML comment": "<!-- nexus-iac -->",
  "a link": "[click](https://evil.example) https://evil.example www.evil.example",
  "a picture": "![x](https://evil.example/x.png)",
  mentions: "@everyone #1 !2 ~label %milestone",
  "a table": "a | b\n|---|---|\n| c | d |",
  "a heading and a quick action": "x\n# heading\n/close\n",
  "code and emphasis": "`` `a` ** __b__ ~~c~~",
  "an entity": "&lt;b&gt; &#60;b&#62;",
  "a backslash": "a\\`b\\|c",
  "marks of direction": "apps\u202Egnp.exe\u2066\u200B",
  "control characters": "a\u0000b\u001b[31mc\rd\u2028e",
  "300 characters": `${"x".repeat(150)}<b>${"y".repeat(147)}`,
};

function estateWith(name: string): Declared[] {
  return [
    declared("role", name, { privileges: ["nx-all"], description: name }),
    declared("user", name, { roles: [name], firstName: name }),
    declared("raw-hosted", name, { storage: { blobStoreName: name, writePolicy: "ALLOW_ONCE" } }),
    declared("raw-proxy", "proxy", { proxy: { remoteUrl: `http://x.example/${name}` } }),
    declared("raw-group", "group", { group: { memberNames: [name, "proxy"] } }),
    declared("cleanup-policy", "policy", { format: "raw", criteriaAssetRegex: name }),
    declared("content-selector", "selector", { expression: name }),
  ];
}

/** The tags that a page has which GitLab or GitHub makes of the Markdown. */
function tagsIn(markdown: string): string[] {
  const html = marked.parse(markdown, { gfm: true, async: false });
  return [...html.matchAll(/<\/?([a-z!][a-z0-9-]*)/gi)].map(([, tag]) => (tag ?? "").toLowerCase());
}

const ours = ["h3", "h4", "p", "strong", "em", "ul", "li", "code", "table", "thead", "tbody", "tr", "th", "td"];
const harmless = new Set([...ours, "br", "details", "summary"]);

describe.each(Object.entries(names))("%s in names", (_, name) => {
  const after = estateWith(name);
  const changed = after.map((one) => ({ ...one, fields: { ...one.fields, notes: name, online: false } }));
  const notes = {
    "what is new": review({ after }),
    "what changes": review({ before: after, after: changed, live: after }),
    "what goes": review({ before: after, live: after }),
    "what has drifted": review({ before: after, after, live: changed.slice(1) }),
  };

  it.each(Object.entries(notes))("%s is told with our own tags alone", (_, told) => {
    const markdown = formatReviewMarkdown(told);
    expect(tagsIn(markdown).filter((tag) => !harmless.has(tag))).toEqual([]);
    expect(visibleOnly(markdown)).toBe(true);
  });

  it("is told of drift with our own tags alone, and well-formed for JUnit", () => {
    const report = createDriftReport(refreshed(after, changed), {
      snapshot: {
        estate: estateOf(estateWith(`${name}!`)),
        url: "https://nexus.example",
        server: {},
        unreadable: new Set(),
      },
      ignored: [],
    });
    expect(report.drift.length).toBeGreaterThan(3);
    expect(report.unmanaged.length).toBeGreaterThan(2);
    const markdown = formatDriftMarkdown(report);
    expect(tagsIn(markdown).filter((tag) => !harmless.has(tag))).toEqual([]);
    const xml = formatDriftJunit(report);
    const cases = new DOMParser({ onError: refuse }).parseFromString(xml, "text/xml").getElementsByTagName("testcase");
    expect(cases.length).toBe(report.drift.length + report.unmanaged.length + 1);
    expect([markdown, xml].every(visibleOnly)).toBe(true);
  });
});

function refuse(_level: string, message: string): never {
  throw new Error(message);
}

/** No control characters but the ends of our own lines, and nothing that turns the direction of writing. */
function visibleOnly(text: string): boolean {
  return !/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u.test(text);
}

/** A preview with --refresh that found other things than were declared. */
function refreshed(applied: readonly Declared[], found: readonly Declared[]) {
  const preview = JSON.parse(previewText({ before: found, after: applied }));
  const steps = JSON.parse(previewText({ before: applied })).steps.map((step: object) => ({ ...step, op: "refresh" }));
  return readPlan(JSON.stringify({ ...preview, steps: [...steps, ...preview.steps] }));
}

describe("a note", () => {
  it("is cut to what platforms take, with nothing left open", () => {
    const many = Array.from({ length: 3000 }, (_, index) => declared("raw-hosted", `repository-${index}`));
    const markdown = formatReviewMarkdown(review({ after: many }));
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown.match(/<details>/g)?.length ?? 0).toBe(markdown.match(/<\/details>/g)?.length ?? 0);
  });

  it("never shows what Nexus holds where a secret is declared", () => {
    const capability = (secret: string) =>
      declared("capability", "firewall", { type: "firewall", properties: { token: secret } });
    const told = review({
      before: [capability("[secret]"), declared("user", "bot", { roles: ["ci"], password: "[secret]" })],
      after: [capability("[secret]"), declared("user", "bot", { roles: ["other"], password: "[secret]" })],
      live: [
        capability("in-clear-in-nexus"),
        declared("user", "bot", { roles: ["ci"], password: "in-clear-in-nexus" }),
      ],
    });
    expect(told.changes.length).toBeGreaterThan(0);
    expect(JSON.stringify(told) + formatReviewMarkdown(told)).not.toContain("in-clear-in-nexus");
  });
});
