import { expect, it } from "vitest";
import { toIndentedJson } from "../../src/cli/shared/report-files.ts";
import { toDisplayLines, toDisplayText } from "../../src/util/display-text.ts";

it.each([
  ["an escape sequence", "\u001b[31mred\u001b[0m", "‹U+001B›[31mred‹U+001B›[0m"],
  ["marks of writing direction", "a\u202Etxt.exe", "a‹U+202E›txt.exe"],
  ["line breaks", "one\ntwo\r\u2028three", "one↵two‹U+000D›‹U+2028›three"],
  ["commands of GitHub", "::add-mask::x", "‹::›add-mask::x"],
  ["commands of GitHub after blanks", "  ::warning::x", "  ‹::›warning::x"],
  [
    "commands of Azure and TeamCity",
    "a ##[error]b ##vso[c] ##teamcity[d]",
    "a ‹##›[error]b ‹##›vso[c] ‹##›teamcity[d]",
  ],
  ["ordinary text", "C::D ## title, 日本語 é", "C::D ## title, 日本語 é"],
])("shows %s on one line and without effect", (_name, text, expected) => expect(toDisplayText(text)).toBe(expected));

it("shows several lines, each without effect", () =>
  expect(toDisplayLines("a:\n::error::b\n\u001b[2Jc")).toBe("a:\n‹::›error::b\n‹U+001B›[2Jc"));

it("escapes in JSON what a terminal or a CI system would interpret, without changing a value", () => {
  const value = { a: ["\u202Ex\u0085\u{e0001}", "##[error]y ##vso[z", "é 日本語\n"] };
  const json = toIndentedJson(value);
  expect(json).not.toMatch(/##\w*\[|(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(json).toContain("é 日本語");
  expect(JSON.parse(json)).toEqual(value);
});
