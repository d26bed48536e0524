import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { REFERENCE_FOLDER } from "../../tools/reference/pages.ts";
import { generateReferenceFiles } from "../../tools/reference/reference-files.ts";

it("src/reference/comments.json, docs/schemas and docs/reference are up to date", async () => {
  const files = await generateReferenceFiles();
  const outdated = [...files].filter(([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text);
  expect(
    outdated.map(([file]) => file),
    "run npm run reference",
  ).toEqual([]);
  expect(readdirSync(REFERENCE_FOLDER).map((name) => `${REFERENCE_FOLDER}/${name}`)).toEqual(
    [...files.keys()].filter((file) => file.startsWith(REFERENCE_FOLDER)).sort(),
  );
});
