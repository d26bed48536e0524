import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitNoteToLimit, noteMarker } from "../../../src/cli/commands/review/note/note-body.ts";
import { propertyRuns } from "../../support/property-runs.ts";

const about = "review lab";

describe("a note", () => {
  it("starts with an invisible marker and contains the report", () => {
    expect(fitNoteToLimit(about, "# lab\n\nnothing to do", 1000)).toBe(
      `${noteMarker(about)}\n# lab\n\nnothing to do\n`,
    );
  });

  it("has a different marker for each stack name", () => {
    const names = ["lab", "lab-2", "lab--", "--> <b>", "läb", "lab\n"];
    const markers = names.map((name) => noteMarker(`review ${name}`));
    expect(new Set(markers).size).toBe(names.length);
    for (const marker of markers) expect(marker).toMatch(/^<!-- nexus-iac: [^\s<>-]+ -->$/);
    for (const [index, marker] of markers.entries())
      expect(markers.filter((other) => other.startsWith(marker))).toEqual([markers[index]]);
  });

  it("is cut after a complete line, with a notice", () => {
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`);
    const cut = fitNoteToLimit(about, lines.join("\n"), 1000);
    expect(cut.length).toBeLessThanOrEqual(1000);
    expect(cut.length).toBeGreaterThan(900);
    expect(cut).toMatch(/line \d+\n\n\*\*Truncated:\*\* the report has 4389 characters, a note can have 1000\./);
    const kept = cut.split("\n").filter((line) => line.startsWith("line "));
    expect(kept).toEqual(lines.slice(0, kept.length));
  });

  it("closes open tags and code blocks when it is cut", () => {
    const report = `<details><summary>roles</summary>\n\n~~~diff\n${"+ changed\n".repeat(100)}~~~\n\n</details>\n`;
    const cut = fitNoteToLimit(about, report, 400);
    expect(cut).toMatch(/\+ changed\n~~~\n\n<\/details>\n\n\*\*Truncated/);
  });

  it("ignores tags in code and escaped tags", () => {
    const names = "`<details>` and `` <table> ` `` and \\<details> and &lt;details>\n\n```\n<details>\n```\n";
    expect(fitNoteToLimit(about, names.repeat(20), 600)).not.toContain("</");
  });

  it("is never too long and leaves nothing open, at any length", () => {
    const { nested } = fc.letrec<{ nested: string }>((tie) => ({
      nested: fc.oneof(
        { maxDepth: 4, depthSize: "medium" },
        fc.string().map((text) => `${text.replace(/[<`~\n\\]/g, ".")}\n`),
        fc
          .array(tie("nested"), { maxLength: 4 })
          .map((parts) => `<details>\n<summary>more</summary>\n\n${parts.join("")}\n</details>\n`),
        fc
          .array(fc.constantFrom("<details>", "- old", "+ new"), { maxLength: 6 })
          .map((l) => `\`\`\`\`diff\n${l.join("\n")}\n\`\`\`\`\n`),
      ),
    }));
    fc.assert(
      fc.property(
        fc.array(nested, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 300, max: 1500 }),
        (parts, limit) => {
          const cut = fitNoteToLimit(about, parts.join(""), limit);
          expect(cut.length).toBeLessThanOrEqual(limit);
          const fences = cut.match(/^````/gm)?.length ?? 0;
          expect(fences % 2).toBe(0);
          const shown = cut.replace(/^````diff\n[\s\S]*?^````$/gm, "");
          for (const name of ["details", "summary"])
            expect(shown.split(`</${name}>`).length).toBe(shown.split(`<${name}>`).length);
        },
      ),
      propertyRuns(100),
    );
  });
});
