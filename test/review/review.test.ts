import { describe, expect, it } from "vitest";
import { formatReviewMarkdown } from "../../src/review/markdown/review.ts";
import { reviewSchema } from "../../src/review/report-schemas.ts";
import { reviewCases } from "./review-cases.ts";
import { reviewCase } from "./support.ts";

describe.each(Object.entries(reviewCases))("%s", (title, change) => {
  const review = reviewCase(change);
  const file = `golden/${title.toLowerCase().replace(/[^a-z]+/g, "-")}`;

  it("has the expected note", () => expect(formatReviewMarkdown(review)).toMatchFileSnapshot(`${file}.md`));

  it("has the expected data, which matches the schema", async () => {
    expect(reviewSchema.parse(review)).toEqual(review);
    await expect(`${JSON.stringify(review, null, 2)}\n`).toMatchFileSnapshot(`${file}.json`);
  });
});
