import fc from "fast-check";
import { parseFragment } from "parse5";
import { expect, it } from "vitest";
import { html, joinHtml, pluralize, renderName, renderText } from "../../../src/review/page/html.ts";
import { toDisplayText } from "../../../src/util/display-text.ts";
import { elementsIn, textIn } from "./support.ts";

const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."<>&\"'`=/! \n\t\u202E\u2066\u0000\u2028x") }),
);

it("lets no text become markup, in content or in an attribute, and tells all of it", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { text: markup } = html`<p title="${text}">${text}</p>`;
      const [paragraph, ...others] = elementsIn(parseFragment(markup));
      const seen = toDisplayText(text, Number.POSITIVE_INFINITY);
      expect(others).toEqual([]);
      expect(paragraph?.attrs).toEqual([{ name: "title", value: seen }]);
      expect(textIn(paragraph)).toBe(seen);
    }),
  );
});

it("marks what cannot be seen, and keeps lines", () => {
  expect(renderText("a\u202Eb\nc").text).toBe('a<span class="sign">‹U+202E›</span>b<span class="sign">↵</span>\nc');
});

it("isolates names, and tells long ones in full", () => {
  expect(renderName("<b>").text).toBe('<bdi class="name">&lt;b&gt;</bdi>');
  expect(renderName("x".repeat(300)).text).toContain(`title="${"x".repeat(300)}"`);
  expect(renderName("").text).toContain("(no name)");
});

it("writes parts of parts, and nothing for what is not there", () => {
  expect(html`<i>${[1, [undefined, false, html`<b>${"&"}</b>`]]}</i>`.text).toBe("<i>1<b>&amp;</b></i>");
  expect(joinHtml(["<", html`<br>`], " & ").text).toBe("&lt; &amp; <br>");
  expect([pluralize(1, "field"), pluralize(2, "repository", "repositories")]).toEqual(["1 field", "2 repositories"]);
});
