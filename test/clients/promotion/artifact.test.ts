import { describe, expect, it } from "vitest";
import { parseArtifact, parseMavenFileName, toArtifactFile } from "../../../src/clients/promotion/artifact.ts";
import { PromotionError } from "../../../src/clients/promotion/promotion-step.ts";
import { UsageError } from "../../../src/util/user-error.ts";

const includes = (format: string, text: string, path: string) => parseArtifact(format, text).includes(path);

describe("parseArtifact", () => {
  it.each([
    ["maven2", "com.example:lib:1.0", { group: "com.example", name: "lib", version: "1.0" }],
    ["npm", "@scope/lib@1.0.0-rc.1", { group: "scope", name: "lib", version: "1.0.0-rc.1" }],
    ["npm", "lib@1.0.0", { name: "lib", version: "1.0.0" }],
    ["pypi", "my_tool==1.0.post1", { name: "my_tool", version: "1.0.post1" }],
    ["raw", "tools/cli.tar.gz", { name: "/tools/cli.tar.gz" }],
    ["raw", "/tools/cli/", {}],
    ["yum", "8/x86_64/a.rpm", {}],
  ])("parses a %s artifact: %s", (format, text, query) => expect(parseArtifact(format, text).query).toEqual(query));

  it.each([
    ["maven2", "com.example:lib", "use the form com.example:lib:1.0"],
    ["npm", "lib", "use the form @scope/package@1.0.0"],
    ["pypi", "tool=1.0", "use the form package==1.0"],
    ["raw", "/", '"/" is not a valid raw artifact'],
    ["raw", "a/../b", '"a/../b" is not a valid raw artifact'],
    ["raw", "a//b", '"a//b" is not a valid raw artifact'],
    ["yum", "./a", '"./a" is not a valid yum artifact'],
    ["cargo", "a", '"a" is not a valid cargo artifact'],
  ])("rejects an invalid %s artifact: %s", (format, text, message) => {
    expect(() => parseArtifact(format, text)).toThrow(UsageError);
    expect(() => parseArtifact(format, text)).toThrow(message);
  });

  it("rejects a Maven snapshot", () => {
    const snapshot = () => parseArtifact("maven2", "com.example:lib:1.0-SNAPSHOT");
    expect(snapshot).toThrow(PromotionError);
    expect(snapshot).toThrow("is a snapshot, whose content changes");
  });

  it("selects the published files, not those that Nexus generates", () => {
    expect(includes("maven2", "g:lib:1", "/g/lib/1/lib-1.jar.asc")).toBe(true);
    expect(includes("maven2", "g:lib:1", "/g/lib/1/lib-1.jar.sha1")).toBe(false);
    // A search without a scope finds packages of all scopes.
    expect(includes("npm", "lib@1", "/lib/-/lib-1.tgz")).toBe(true);
    expect(includes("npm", "lib@1", "/@team/lib/-/lib-1.tgz")).toBe(false);
    expect(includes("raw", "a/", "/a/b/c.txt")).toBe(true);
    expect(includes("raw", "a/", "/ab/c.txt")).toBe(false);
    expect(includes("raw", "a/b", "/a/b.txt")).toBe(false);
    expect(includes("yum", "8/", "/8/repodata/repomd.xml")).toBe(false);
  });
});

it("toArtifactFile takes the strongest hash and fails without one", () => {
  expect(toArtifactFile({ path: "a", checksum: { sha1: "1", sha256: "2", md5: "3" } })).toEqual({
    path: "/a",
    algorithm: "sha256",
    hash: "2",
  });
  expect(toArtifactFile({ path: "/a", checksum: { sha1: "1", sha256: null } })).toMatchObject({
    algorithm: "sha1",
    hash: "1",
  });
  expect(() => toArtifactFile({ path: "/a", checksum: { md5: "1" } })).toThrow("neither SHA-256 nor SHA-1 of /a");
});

it.each([
  ["/g/lib/1.0/lib-1.0.jar", { extension: "jar" }],
  ["/g/lib/1.0/lib-1.0-sources.jar.asc", { classifier: "sources", extension: "jar.asc" }],
  ["/g/my-lib/1.0-rc.1/my-lib-1.0-rc.1-bin.tar.gz", { classifier: "bin", extension: "tar.gz" }],
])("parseMavenFileName parses %s", (path, parts) => expect(parseMavenFileName(path)).toEqual(parts));
