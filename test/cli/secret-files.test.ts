import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { writeSecretFile } from "../../src/cli/shared/secret-files.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "nexus-iac-secrets-"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("a file with a secret", () => {
  it("is readable only by its owner, as are new folders", () => {
    const at = folder();
    writeSecretFile(join(at, "new/folder/config.json"), "s3cret");
    expect([modeOf(join(at, "new")), modeOf(join(at, "new/folder/config.json"))]).toEqual(["700", "600"]);
    expect(readdirSync(join(at, "new/folder"))).toEqual(["config.json"]);
  });

  it("replaces a file with other rights, and a link but not its target", () => {
    const at = folder();
    writeFileSync(join(at, "open"), "before", { mode: 0o644 });
    symlinkSync(join(at, "open"), join(at, "link"));
    writeSecretFile(join(at, "link"), "s3cret");
    expect([readFileSync(join(at, "open"), "utf8"), readFileSync(join(at, "link"), "utf8")]).toEqual([
      "before",
      "s3cret",
    ]);
    writeSecretFile(join(at, "open"), "s3cret");
    expect([modeOf(join(at, "link")), modeOf(join(at, "open"))]).toEqual(["600", "600"]);
  });

  it("is refused if git tracks it; an untracked file of a work tree is allowed", () => {
    const at = folder();
    const git = (...args: string[]) => execFileSync("git", ["-C", at, ...args], { stdio: "ignore" });
    git("init");
    writeFileSync(join(at, ".npmrc"), "registry=https://nexus.example\n");
    git("add", ".npmrc");
    expect(() => writeSecretFile(join(at, ".npmrc"), "s3cret")).toThrow(/^git tracks .*\.npmrc/);
    expect(readFileSync(join(at, ".npmrc"), "utf8")).toBe("registry=https://nexus.example\n");
    writeSecretFile(join(at, "below/.npmrc"), "s3cret");
    expect(readFileSync(join(at, "below/.npmrc"), "utf8")).toBe("s3cret");
  });

  it("leaves nothing behind if it cannot be written, and the error has no secret", () => {
    const at = folder();
    writeFileSync(join(at, "file"), "");
    expect(() => writeSecretFile(join(at, "file/config.json"), "s3cret")).toThrow(
      `Cannot write ${join(at, "file/config.json")}: `,
    );
    expect(readdirSync(at)).toEqual(["file"]);
  });
});
