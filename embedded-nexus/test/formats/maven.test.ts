import { describe, expect, test } from "vitest";
import { parseMavenPath } from "../../src/formats/maven/maven-path.ts";
import { compareMavenVersions } from "../../src/formats/maven/maven-version.ts";
import { mergeMetadata, parseMetadata, renderMetadata } from "../../src/formats/maven/metadata.ts";
import { parseXml } from "../../src/formats/maven/xml.ts";

describe("Maven", () => {
  test.each([
    ["/org/x/a/1.0/a-1.0.jar", "org.x a 1.0 1.0 - jar"],
    ["/org/x/a/1.0/a-1.0-jdk1.5.tar.gz", "org.x a 1.0 1.0 jdk1.5 tar.gz"],
    ["/org/x/a/1.0/a-1.0.pom.asc.sha1", "org.x a 1.0 1.0 - pom.asc.sha1"],
    [
      "/x/a-b/1.0-SNAPSHOT/a-b-1.0-20260131.235959-7-sources.jar",
      "x a-b 1.0-20260131.235959-7 1.0-SNAPSHOT sources jar",
    ],
    ["/x/a/1.0-SNAPSHOT/a-1.0-SNAPSHOT.pom", "x a 1.0-SNAPSHOT 1.0-SNAPSHOT - pom"],
    ["/a/1.0/a-1.0.jar", undefined],
    ["/x/a/1.0/a-1.00.jar", undefined],
    ["/x/a/1.0/a-1.0", undefined],
    ["/x/a/1.0/b-1.0.jar", undefined],
    ["/x/a/maven-metadata.xml", undefined],
  ])("parses the path %s", (path, expected) => {
    const coordinates = parseMavenPath(path);
    const { groupId, artifactId, version, baseVersion, classifier = "-", extension } = coordinates ?? {};
    expect(coordinates && [groupId, artifactId, version, baseVersion, classifier, extension].join(" ")).toBe(expected);
  });

  test("sorts versions in Maven's order", () => {
    const ordered = [
      "1.0-alpha-1",
      "1.0-beta2",
      "1.0-rc1",
      "1.0-SNAPSHOT",
      "1.0",
      "1.0-sp1",
      "1.0.1",
      "1.2",
      "1.10",
      "2",
    ];
    expect(ordered.toReversed().sort(compareMavenVersions)).toEqual(ordered);
    expect([compareMavenVersions("1.0", "1.0.0"), compareMavenVersions("1.0-ga", "1")]).toEqual([0, 0]);
  });

  test("parses XML, and refuses malformed documents", () => {
    expect(parseXml('<?xml version="1.0"?><!-- c --><a b="c"><d/>x &lt; y<![CDATA[<z>]]></a>\n')).toEqual({
      name: "a",
      children: [{ name: "d", children: [], text: "" }],
      text: "x < y<z>",
    });
    for (const text of ["", "text", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "</a>", "<a"])
      expect(parseXml(text)).toBeUndefined();
  });

  test("merges the snapshots of two members, the newest of each file", () => {
    const snapshot = (stamp: string, number: number, ...files: string[]) => {
      const value = `1.0-${stamp}-${number}`;
      const versions = files.map((file) => {
        const [classifier, extension] = file.split(".");
        return `<snapshotVersion>${classifier && `<classifier>${classifier}</classifier>`}<extension>${extension}</extension><value>${value}</value></snapshotVersion>`;
      });
      return parseMetadata(
        `<metadata><groupId>g</groupId><artifactId>a</artifactId><version>1.0-SNAPSHOT</version><versioning>` +
          `<snapshot><timestamp>${stamp}</timestamp><buildNumber>${number}</buildNumber></snapshot>` +
          `<lastUpdated>${stamp.replace(".", "")}</lastUpdated><snapshotVersions>${versions.join("")}</snapshotVersions>` +
          `</versioning></metadata>`,
      );
    };
    const [newer, older] = [
      snapshot("20260202.000000", 2, ".jar"),
      snapshot("20260101.000000", 9, ".jar", "sources.jar"),
    ];
    const merged = mergeMetadata([newer, older].filter((one) => one !== undefined));
    expect(merged.snapshot).toEqual({ timestamp: "20260202.000000", buildNumber: "2" });
    expect(merged.snapshotVersions.map(({ classifier, value }) => [classifier, value])).toEqual([
      [undefined, "1.0-20260202.000000-2"],
      ["sources", "1.0-20260101.000000-9"],
    ]);
    expect(parseMetadata(renderMetadata(merged))).toEqual(merged);
  });

  test("merges the plugins of two members, the first member's of each prefix", () => {
    const plugins = (...of: string[]) =>
      parseMetadata(
        `<metadata><plugins>${of.map((one) => `<plugin><prefix>${one[0]}</prefix><artifactId>${one}</artifactId></plugin>`).join("")}</plugins></metadata>`,
      );
    const merged = mergeMetadata([plugins("a1"), plugins("a2", "b2")].filter((one) => one !== undefined));
    expect(merged.plugins.map(({ artifactId }) => artifactId).sort()).toEqual(["a1", "b2"]);
  });
});
