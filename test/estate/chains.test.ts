import { describe, expect, it } from "vitest";
import type { Chain } from "../../src/client-config/chains.ts";
import { validateChains } from "../../src/estate/rules/chains.ts";
import { unknownValue } from "../../src/util/json.ts";
import { docker, estateOf, group, raw } from "./support.ts";

const estate = estateOf([docker("apps"), docker("prod"), raw("files"), group("docker-group", "all", "apps")]);

function said(stages: Chain["stages"], ...others: Chain[]): string[] {
  const found = validateChains(estate, [{ name: "images", format: "docker", stages }, ...others]);
  return found.map(({ path, message }) => `${path}: ${message}`);
}

const apps = { name: "dev", repository: "apps" };

describe("a promotion chain", () => {
  it("is of hosted repositories of its format, or of tags in one", () => {
    expect(said([apps, { name: "prod", repository: "prod" }])).toEqual([]);
    expect(said([apps, { name: "uat", repository: "apps", suffix: "-uat" }])).toEqual([]);
    expect(said([apps, { name: "later", repository: unknownValue }])).toEqual([]);
  });

  it.each<[Chain["stages"][number], string]>([
    [{ name: "uat", repository: "app" }, 'there is no repository "app"; did you mean "apps"?'],
    [{ name: "uat", repository: "all" }, '"all" is a group: it must be a hosted repository'],
    [{ name: "uat", repository: "files" }, '"files" is of raw: the chain is of docker'],
    [{ name: "uat", repository: "apps" }, "is the same as dev: it needs a repository or a suffix of its own"],
  ])("is refused with %o", (stage, message) => {
    expect(said([apps, stage])).toEqual([`the stage uat of the promotion chain images: ${message}`]);
  });

  it("is refused with one stage, with stages that commands cannot name, and twice by one name", () => {
    expect(said([apps])).toEqual([expect.stringMatching(/^the promotion chain images: stages: /)]);
    expect(said([apps, { name: "to prod", repository: "prod" }])).toEqual([
      'the promotion chain images: stages[1].name: must be such as "uat": a letter, then letters, digits and dashes',
    ]);
    const stages = [apps, { name: "prod", repository: "prod" }];
    expect(said(stages, { name: "images", format: "docker", stages })).toEqual([
      "the promotion chain images: there are two of that name: give each a name of its own",
    ]);
  });
});
