import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { PAGES } from "../../tools/reference/pages.ts";
import { generateReferenceFiles } from "../../tools/reference/reference-files.ts";

it("src/reference/comments.json, docs/schemas and docs/reference are what `npm run reference` makes of the source", async () => {
  const made = await generateReferenceFiles();
  const stale = [...made].filter(([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text);
  expect(
    stale.map(([file]) => file),
    "npm run reference writes them anew",
  ).toEqual([]);
  expect(readdirSync(PAGES).map((name) => `${PAGES}/${name}`)).toEqual(
    [...made.keys()].filter((file) => file.startsWith(PAGES)).sort(),
  );
});
