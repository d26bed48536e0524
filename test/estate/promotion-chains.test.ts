import { describe, expect, it } from "vitest";
import type { Chain } from "../../src/client-config/client-config.ts";
import { validateChains } from "../../src/estate/rules/promotion-chains.ts";
import { unknownValue } from "../../src/util/json.ts";
import { docker, estateOf, group, raw } from "./support.ts";

const estate = estateOf([docker("apps"), docker("prod"), raw("files"), group("docker-group", "all", "apps")]);

function validate(stages: Chain["stages"], ...others: Chain[]): string[] {
  const findings = validateChains(estate, [{ name: "images", format: "docker", stages }, ...others]);
  return findings.map(({ path, message }) => `${path}: ${message}`);
}

const apps = { name: "dev", repository: "apps" };

describe("a promotion chain", () => {
  it("is accepted with hosted repositories of its format, or with suffixes in one repository", () => {
    expect(validate([apps, { name: "prod", repository: "prod" }])).toEqual([]);
    expect(validate([apps, { name: "uat", repository: "apps", suffix: "-uat" }])).toEqual([]);
    expect(validate([apps, { name: "later", repository: unknownValue }])).toEqual([]);
  });

  it.each<[Chain["stages"][number], string]>([
    [{ name: "uat", repository: "app" }, 'repository "app" is not declared; did you mean "apps"?'],
    [{ name: "uat", repository: "all" }, 'repository "all" is a group; use a hosted repository'],
    [{ name: "uat", repository: "files" }, 'repository "files" has the format raw; the chain has the format docker'],
    [
      { name: "uat", repository: "apps" },
      'has the same repository and suffix as stage "dev"; give it another repository or suffix',
    ],
  ])("is rejected with the stage %o", (stage, message) => {
    expect(validate([apps, stage])).toEqual([`stage "uat" of promotion chain "images": ${message}`]);
  });

  it("is rejected with one stage, with an invalid stage name, and with a name that is used twice", () => {
    expect(validate([apps])).toEqual([expect.stringMatching(/^promotion chain "images": stages: /)]);
    expect(validate([apps, { name: "to prod", repository: "prod" }])).toEqual([
      'promotion chain "images": stages[1].name: must be such as "uat": a letter, then letters, digits and dashes',
    ]);
    const stages = [apps, { name: "prod", repository: "prod" }];
    expect(validate(stages, { name: "images", format: "docker", stages })).toEqual([
      'promotion chain "images": the name is used twice; give each chain a unique name',
    ]);
  });
});
