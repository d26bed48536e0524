import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect } from "vitest";
import { type Checkout, test } from "./checkout.ts";

const platform = `${process.platform}-${process.arch}`;

/** Adds the tools of the tests with real clients, and a Java. Returns the environment. */
function addTools(checkout: Checkout): Record<string, string> {
  for (const name of ["skopeo", "docker-registry", "htpasswd", "mvn", "python3", "initdb", "postgres", "psql"])
    checkout.program(`path/${name}`, "exit 0");
  checkout.write("java/release", 'JAVA_VERSION="17.0.1"\n');
  return { JAVA_HOME: join(checkout.folder, "java") };
}

describe.concurrent("a changed file is refused with its name and both hashes", () => {
  test("a library of the Maven plugins", async ({ checkout }) => {
    const environment = addTools(checkout);
    checkout.program("path/crane", "exit 0");
    const library = "org/ow2/asm/asm/9.7/asm-9.7.jar";
    checkout.write(`cache/maven-plugins-1/${library}`, "tampered");
    checkout.recordCached("maven-plugins-1");
    const run = await checkout.run(["test:clients"], { ...environment, CI: "true" });
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.messages[0]).toMatch(
      new RegExp(
        `${library} is refused: its SHA-256 is [0-9a-f]{64}, but tools/clients/maven-checksums.txt records [0-9a-f]{64}\\.$`,
      ),
    );
    expect(run.messages[1]).toMatch(/^Delete the folder and run the command again\./);
  });

  test("a library that no plugin needs", async ({ checkout }) => {
    const environment = addTools(checkout);
    checkout.program("path/crane", "exit 0");
    checkout.write("cache/maven-plugins-1/evil/evil.jar", "planted");
    checkout.recordCached("maven-plugins-1");
    const run = await checkout.run(["test:clients"], { ...environment, CI: "true" });
    expect(run.code).toBe(3);
    expect(run.messages[0]).toMatch(/evil\/evil\.jar is refused: .* records no file of this name\.$/);
  });

  test("the zip of the Nexus Core, before it is unpacked", async ({ checkout }) => {
    const environment = addTools(checkout);
    const zip = "org/sonatype/nexus/assemblies/nexus-base-template/3.71.0-06/nexus-base-template-3.71.0-06.zip";
    checkout.program(
      "path/mvn",
      `echo "$@" >> "$HOME/mvn.log"; for a in "$@"; do case $a in -Dmaven.repo.local=*) r=\${a#*=};; esac; done
mkdir -p "$r/$(dirname ${zip})"; echo tampered > "$r/${zip}"`,
    );
    checkout.write("home/mvn.log", "");
    const run = await checkout.run(["test:contract"], { ...environment, CI: "true" });
    expect(run).toMatchObject({ code: 3, stdout: "" });
    const message = run.messages.join("\n");
    expect(message).toContain(`${zip} is refused: its SHA-256 is `);
    expect(message).toContain("432bb2bf10c4c04dfb36ad87796cfaaf4f747eb9db54e6634bb4576ffe891f17");
    expect(checkout.read("home/mvn.log")).not.toContain(":unpack");
    expect(checkout.read("cache/nexus-core-3.71.0-06")).toBe("");
  });

  test("a cached crane", async ({ checkout }) => {
    const environment = addTools(checkout);
    checkout.program(`cache/crane-v0.20.7-${platform}/crane`, "echo tampered");
    checkout.recordCached(`crane-v0.20.7-${platform}`);
    checkout.write("tools/clients/crane-checksums.txt", `${"0".repeat(64)}  ${platform}/crane\n`);
    const run = await checkout.run(["test:clients"], { ...environment, CI: "true" });
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.messages.join("\n")).toContain(`but tools/clients/crane-checksums.txt records ${"0".repeat(64)}.`);
  });

  test("crane is built from the version in its go.mod", () => {
    const module = readFileSync(resolve(import.meta.dirname, "../../tools/clients/crane/go.mod"), "utf8");
    expect(module).toContain("github.com/google/go-containerregistry v0.20.7 ");
  });
});
