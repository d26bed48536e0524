import { describe, expect, it } from "vitest";
import { parseArtifact, parseMavenFileName, toArtifactFile } from "../../../src/clients/promotion/artifact.ts";
import { PromotionError } from "../../../src/clients/promotion/promotion-step.ts";
import { UsageError } from "../../../src/util/user-error.ts";

const keeps = (format: string, text: string, path: string) => parseArtifact(format, text).includes(path);

describe("an artifact", () => {
  it.each([
    ["maven2", "com.example:lib:1.0", { group: "com.example", name: "lib", version: "1.0" }],
    ["npm", "@scope/lib@1.0.0-rc.1", { group: "scope", name: "lib", version: "1.0.0-rc.1" }],
    ["npm", "lib@1.0.0", { name: "lib", version: "1.0.0" }],
    ["pypi", "my_tool==1.0.post1", { name: "my_tool", version: "1.0.post1" }],
    ["raw", "tools/cli.tar.gz", { name: "/tools/cli.tar.gz" }],
    ["raw", "/tools/cli/", {}],
    ["yum", "8/x86_64/a.rpm", {}],
  ])("of %s: %s", (format, text, query) => expect(parseArtifact(format, text).query).toEqual(query));

  it.each([
    ["maven2", "com.example:lib", "it must be such as com.example:lib:1.0"],
    ["npm", "lib", "it must be such as @scope/package@1.0.0"],
    ["pypi", "tool=1.0", "it must be such as package==1.0"],
    ["raw", "/", '"/" names nothing of raw repositories'],
    ["raw", "a/../b", '"a/../b" names nothing'],
    ["raw", "a//b", '"a//b" names nothing'],
    ["yum", "./a", '"./a" names nothing'],
    ["cargo", "a", '"a" names nothing of cargo'],
  ])("of %s is none: %s", (format, text, message) => {
    expect(() => parseArtifact(format, text)).toThrow(UsageError);
    expect(() => parseArtifact(format, text)).toThrow(message);
  });

  it("of maven2 is refused where it changes", () => {
    const snapshot = () => parseArtifact("maven2", "com.example:lib:1.0-SNAPSHOT");
    expect(snapshot).toThrow(PromotionError);
    expect(snapshot).toThrow("is a snapshot, which changes");
  });

  it("is its own files, and not what Nexus makes of them", () => {
    expect(keeps("maven2", "g:lib:1", "/g/lib/1/lib-1.jar.asc")).toBe(true);
    expect(keeps("maven2", "g:lib:1", "/g/lib/1/lib-1.jar.sha1")).toBe(false);
    // A search without a scope finds all scopes.
    expect(keeps("npm", "lib@1", "/lib/-/lib-1.tgz")).toBe(true);
    expect(keeps("npm", "lib@1", "/@team/lib/-/lib-1.tgz")).toBe(false);
    expect(keeps("raw", "a/", "/a/b/c.txt")).toBe(true);
    expect(keeps("raw", "a/", "/ab/c.txt")).toBe(false);
    expect(keeps("raw", "a/b", "/a/b.txt")).toBe(false);
    expect(keeps("yum", "8/", "/8/repodata/repomd.xml")).toBe(false);
  });
});

it("a file is known by the best hash that Nexus tells, and not without one", () => {
  expect(toArtifactFile({ path: "a", checksum: { sha1: "1", sha256: "2", md5: "3" } })).toEqual({
    path: "/a",
    algorithm: "sha256",
    hash: "2",
  });
  expect(toArtifactFile({ path: "/a", checksum: { sha1: "1", sha256: null } })).toMatchObject({
    algorithm: "sha1",
    hash: "1",
  });
  expect(() => toArtifactFile({ path: "/a", checksum: { md5: "1" } })).toThrow("SHA-256 or SHA-1 /a has");
});

it.each([
  ["/g/lib/1.0/lib-1.0.jar", { extension: "jar" }],
  ["/g/lib/1.0/lib-1.0-sources.jar.asc", { classifier: "sources", extension: "jar.asc" }],
  ["/g/my-lib/1.0-rc.1/my-lib-1.0-rc.1-bin.tar.gz", { classifier: "bin", extension: "tar.gz" }],
])("%s is told apart", (path, parts) => expect(parseMavenFileName(path)).toEqual(parts));
