import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { writeConsumerFiles } from "../../src/cli/shared/consumer-files.ts";
import { writeSecretFile } from "../../src/cli/shared/secret-files.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "nexus-iac-secrets-"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** Creates a work tree with a tracked file. */
function workTree(tracked: string): string {
  const at = folder();
  const git = (...args: string[]) => execFileSync("git", ["-C", at, ...args], { stdio: "ignore" });
  git("init");
  mkdirSync(dirname(join(at, tracked)), { recursive: true });
  writeFileSync(join(at, tracked), "before");
  git("add", tracked);
  return at;
}

const listUntracked = (at: string) =>
  execFileSync("git", ["-C", at, "ls-files", "--others", "--exclude-standard"], { encoding: "utf8" });

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

  it("is refused if a link leads to a tracked file, from within and from outside of the work tree", () => {
    const at = workTree("src/config.json");
    const outside = folder();
    symlinkSync(join(at, "src"), join(at, "linked"));
    symlinkSync(join(at, "src"), join(outside, "linked"));
    for (const path of [join(at, "linked/config.json"), join(outside, "linked/config.json")])
      expect(() => writeSecretFile(path, "s3cret")).toThrow(`git tracks ${path} (`);
    expect(readFileSync(join(at, "src/config.json"), "utf8")).toBe("before");
  });

  it("is ignored by git in a new folder; an existing folder is not changed", () => {
    const at = workTree("src/config.json");
    writeSecretFile(join(at, "nexus/outputs/.npmrc"), "s3cret");
    expect(listUntracked(at)).toBe("");
    writeSecretFile(join(at, "src/.npmrc"), "s3cret");
    expect(readdirSync(join(at, "src")).sort()).toEqual([".npmrc", "config.json"]);
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

describe("files for consumers", () => {
  const files = [
    { path: "nexus.env", text: "NEXUS_HOST=nexus.example" },
    { path: "variables.json", text: "s3cret", secret: true as const },
  ];

  it("are ignored by git in a new folder, if one of them has a secret", () => {
    const at = workTree("README.md");
    expect([...writeConsumerFiles(join(at, "outputs"), files)]).toHaveLength(2);
    expect(readdirSync(join(at, "outputs")).sort()).toEqual([".gitignore", "nexus.env", "variables.json"]);
    expect(listUntracked(at)).toBe("");
  });

  it("give one warning in an existing folder whose files git does not ignore", () => {
    const warn = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const at = workTree("outputs/README.md");
    const inFolders = files.flatMap((file) => ["a", "b"].map((name) => ({ ...file, path: `${name}/${file.path}` })));
    for (const target of ["a", "b"]) mkdirSync(join(at, "outputs", target));
    expect([...writeConsumerFiles(join(at, "outputs"), inFolders)]).toHaveLength(4);
    const text = `warning: ${join(at, "outputs")} is in a git work tree and git does not ignore its files`;
    expect(warn.mock.calls).toEqual([[expect.stringContaining(text)]]);
    writeFileSync(join(at, ".gitignore"), "outputs/*\n");
    expect([...writeConsumerFiles(join(at, "outputs"), inFolders)]).toHaveLength(4);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it("are written without the draft that a killed process left; a draft of a running process is kept", () => {
    const at = folder();
    const draft = (pid: number) => `.variables.json.draft-${pid}-0123456789ab`;
    for (const pid of [spawnSync("true").pid, process.pid]) writeFileSync(join(at, draft(pid)), "s3cret");
    expect([...writeConsumerFiles(at, files)]).toHaveLength(2);
    expect(readdirSync(at).sort()).toEqual([draft(process.pid), "nexus.env", "variables.json"].sort());
  });

  it("never overwrite a tracked file through a link, also without a secret", () => {
    const at = workTree("config/nexus.env");
    const outside = folder();
    symlinkSync(join(at, "config"), join(outside, "folder"));
    symlinkSync(join(at, "config/nexus.env"), join(outside, "nexus.env"));
    for (const target of [join(outside, "folder"), outside])
      expect(() => [...writeConsumerFiles(target, files)]).toThrow("git tracks ");
    expect(readFileSync(join(at, "config/nexus.env"), "utf8")).toBe("before");
  });
});
