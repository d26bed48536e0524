/** What reviewers are shown, held word for word: `golden` has a note and the data for each change. */
import { describe, expect, it } from "vitest";
import { formatReviewMarkdown } from "../../src/review/markdown/review.ts";
import { reviewSchema as schema } from "../../src/review/report-schemas.ts";
import { cases } from "./cases.ts";
import { review } from "./support.ts";

describe.each(Object.entries(cases))("%s", (name, change) => {
  const told = review(change);
  const file = `golden/${name.toLowerCase().replace(/[^a-z]+/g, "-")}`;

  it("is told in a note", () => expect(formatReviewMarkdown(told)).toMatchFileSnapshot(`${file}.md`));

  it("is told as data, by the schema", async () => {
    expect(schema.parse(told)).toEqual(told);
    await expect(`${JSON.stringify(told, null, 2)}\n`).toMatchFileSnapshot(`${file}.json`);
  });
});
