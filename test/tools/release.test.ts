/** The check before a release. */
import { expect, it } from "vitest";
import embedded from "../../embedded-nexus/package.json" with { type: "json" };
import manifest from "../../package.json" with { type: "json" };
import { findReleaseProblems } from "../../tools/package/release-problems.mjs";

const changelog =
  "# Changelog\n\n## Unreleased\n\n## 1.2.0 (2027-01-15)\n\nA change.\n\n## 1.1.0 (2027-01-01)\n\nAn older one.\n";
const release = {
  tag: "v1.2.0",
  manifest: { version: "1.2.0", devDependencies: { "nexus-embedded": "1.2.0" } },
  embedded: { version: "1.2.0" },
  changelog,
};

it("accepts a commit whose versions and changelog are those of the tag", () =>
  expect(findReleaseProblems(release)).toEqual([]));

it("names each file that does not fit", () =>
  expect(findReleaseProblems({ ...release, tag: "v1.3.0" })).toEqual([
    "package.json has the version 1.2.0, not 1.3.0.",
    "embedded-nexus/package.json has the version 1.2.0, not 1.3.0.",
    "package.json uses nexus-embedded 1.2.0, not 1.3.0.",
    'CHANGELOG.md has no section "## 1.3.0 (YYYY-MM-DD)" with a text.',
  ]));

it.each(["1.2.0", "release", ""])('refuses the tag "%s"', (tag) =>
  expect(findReleaseProblems({ ...release, tag })).toEqual([
    `"${tag}" is not a tag of a version. Use a tag such as v0.2.0.`,
  ]),
);

it.each(["## 1.2.0\n\nA change.\n", "## 1.2.0 (2027-01-15)\n\n"])("refuses the section %j", (section) =>
  expect(findReleaseProblems({ ...release, changelog: section })).toHaveLength(1),
);

it("both packages have the same version", () =>
  expect([embedded.version, manifest.devDependencies["nexus-embedded"]]).toEqual([manifest.version, manifest.version]));
