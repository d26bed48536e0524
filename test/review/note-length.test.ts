import { describe, expect, it } from "vitest";
import { createEstate, listPrivileges } from "../../bench/sample-estate.ts";
import { formatReviewMarkdown } from "../../src/review/markdown/review.ts";
import { type DeclaredResource, declareResource, reviewCase } from "./support.ts";

const { projects, resources } = createEstate("foundation", 1151);

/** The estate of a foundation: each project has repositories, a role and a user. */
const foundation = projects.flatMap(({ name, repositories }): DeclaredResource[] => [
  ...repositories.map(({ name: repository, recipe, members }) =>
    declareResource(recipe.replace("/", "-"), repository, members ? { group: { memberNames: [...members] } } : {}),
  ),
  declareResource("role", name, { privileges: repositories.flatMap(listPrivileges) }),
  declareResource("user", name, { roles: [name], password: "[secret]" }),
]);

/** Every repository is less strict, every role may write, and every user is new. */
const changed = foundation.map((resource): DeclaredResource => {
  const { kind, fields } = resource;
  if (kind.name.endsWith("-hosted")) return { ...resource, fields: { ...fields, storage: { writePolicy: "ALLOW" } } };
  if (kind.name !== "role") return resource;
  const privileges = (fields.privileges as string[]).map((name) => name.replace(/browse$/, "edit"));
  return { ...resource, fields: { ...fields, privileges } };
});

describe("the note of an estate with 1,151 resources", () => {
  it.each([
    ["created", { after: foundation, live: [] }],
    ["changed", { before: foundation, after: changed, live: foundation }],
    ["deleted", { before: foundation, after: [], live: foundation }],
  ])("has at most 60 lines before the first folded part when it is %s", (_, change) => {
    expect(foundation).toHaveLength(resources);
    const lines = formatReviewMarkdown({ ...reviewCase(change), warnings: Array(40).fill("a warning") }).split("\n");
    const folded = lines.findIndex((line) => line.startsWith("<details>"));
    expect(folded < 0 ? lines.length : folded).toBeLessThanOrEqual(60);
    expect(lines.length).toBeGreaterThan(30);
  });
});
