import fc from "fast-check";
import { parseFragment } from "parse5";
import { expect, it } from "vitest";
import { formatQuantity, html, joinHtml, renderName, renderText } from "../../../src/review/page/html.ts";
import { toDisplayText } from "../../../src/util/display-text.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { getText, listElements } from "./parsed-html.ts";

const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."<>&\"'`=/! \n\t\u202E\u2066\u0000\u2028x") }),
);

it("escapes texts in content and in attributes", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { text: markup } = html`<p title="${text}">${text}</p>`;
      const [paragraph, ...others] = listElements(parseFragment(markup));
      const displayed = toDisplayText(text, Number.POSITIVE_INFINITY);
      expect(others).toEqual([]);
      expect(paragraph?.attrs).toEqual([{ name: "title", value: displayed }]);
      expect(getText(paragraph)).toBe(displayed);
    }),
    propertyRuns(100),
  );
});

it("marks invisible characters, and keeps line breaks", () => {
  expect(renderText("a\u202Eb\nc").text).toBe('a<span class="sign">‹U+202E›</span>b<span class="sign">↵</span>\nc');
});

it("isolates the direction of names, and has the full name in the title", () => {
  expect(renderName("<b>").text).toBe('<bdi class="name">&lt;b&gt;</bdi>');
  expect(renderName("x".repeat(300)).text).toContain(`title="${"x".repeat(300)}"`);
  expect(renderName("").text).toContain("(no name)");
});

it("renders nested parts, and nothing for undefined and false", () => {
  expect(html`<i>${[1, [undefined, false, html`<b>${"&"}</b>`]]}</i>`.text).toBe("<i>1<b>&amp;</b></i>");
  expect(joinHtml(["<", html`<br>`], " & ").text).toBe("&lt; &amp; <br>");
  expect([formatQuantity(1, "field"), formatQuantity(2, "repository")]).toEqual(["1 field", "2 repositories"]);
});
