import { join } from "node:path";
import { generateApiReport } from "./api-report.ts";
import { generateArgumentTypes } from "./argument-types.ts";
import { generatePages, REFERENCE_FOLDER } from "./pages.ts";
import { generateSchemas } from "./schemas.ts";
import { readSourceComments } from "./source-comments.ts";
import { generateTerraformPage, TERRAFORM_PAGE } from "./terraform-table.ts";

/**
 * Generates all files that are written from the source: comments.json, argument types, the public API, JSON schemas, reference pages
 * and the tables of resources of Terraform. Returns the text by file.
 */
export async function generateReferenceFiles(): Promise<Map<string, string>> {
  const source = await readSourceComments();
  const pages = [...generatePages(source)].map(([name, text]) => [`${REFERENCE_FOLDER}/${name}`, text] as const);
  const comments = ["src/reference/comments.json", `${JSON.stringify(source.comments, null, 2)}\n`] as const;
  const migration = [TERRAFORM_PAGE, generateTerraformPage()] as const;
  const api = generateApiReport(join(import.meta.dirname, "../.."));
  return new Map([comments, ...generateSchemas(), ...generateArgumentTypes(source), api, ...pages, migration]);
}
