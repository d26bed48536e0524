/** Rules of the house that no linter knows. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const checkout = resolve(import.meta.dirname, "..");

/** The texts of all files of ours: of what git knows, and of what it is about to know. */
const texts = new Map(
  execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: checkout,
    encoding: "utf8",
  })
    .split("\0")
    .filter((file) => file && existsSync(join(checkout, file)))
    .map((file) => [file, readFileSync(join(checkout, file), "utf8")] as const),
);

/** Where the public registries are. Their addresses are every site's own configuration; here they stand without dots. */
const registries = [
  ...["registry npmjs org", "registry yarnpkg com", "npm pkg github com"],
  ...["repo1 maven org", "repo maven apache org", "central sonatype com", "oss sonatype org", "plugins gradle org"],
  ...["pypi org", "files pythonhosted org", "rubygems org", "api nuget org"],
  ...["crates io", "proxy golang org", "sum golang org"],
  ...["deb debian org", "security debian org", "archive ubuntu com", "security ubuntu com", "dl-cdn alpinelinux org"],
  ...["docker io", "hub docker com", "auth docker com", "quay io", "ghcr io", "gcr io", "registry redhat io"],
].map((words) => words.replaceAll(" ", "."));

/** Folders of one machine or one person; those that every Unix has (`/usr`, `/tmp`) are none. */
const machinePath = /(?<![\w.$}-]|[^/]\/)\/(?:root|work|workspace|home|Users|mnt|srv)\/[\w.-]+/g;
const unfinished = /\b(?:TO|FIX)(?:DO|ME)\b/g;

/** What breaks a rule, as `file:line: what`. */
function found(rule: RegExp): string[] {
  return [...texts].flatMap(([file, text]) =>
    text
      .split("\n")
      .flatMap((line, index) => [...line.matchAll(rule)].map(([what]) => `${file}:${index + 1}: ${what}`)),
  );
}

describe("files of ours", () => {
  it("name no public registry", () => {
    const hosts = registries.map((host) => host.replaceAll(".", "\\.")).join("|");
    expect(found(new RegExp(`(?<![\\w.-])(?:${hosts})(?![\\w-])`, "g"))).toEqual([]);
  });

  it("name no folder of one machine", () => expect(found(machinePath)).toEqual([]));

  it("leave nothing for later", () => expect(found(unfinished)).toEqual([]));

  it("are at most 400 lines long in src, data aside", () => {
    const ours = [...texts].filter(([file]) => /^src\/(?!.*\.json$)/.test(file));
    expect(ours.filter(([, text]) => text.split("\n").length > 401).map(([file]) => file)).toEqual([]);
  });
});

describe("what estates are written with", () => {
  const entry = join(checkout, "src/index.ts");

  it("is documented, each thing that is exported", () => {
    const { config } = ts.readConfigFile(join(checkout, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent({ ...config, files: [entry], include: [] }, ts.sys, checkout);
    const program = ts.createProgram([entry], options);
    const checker = program.getTypeChecker();
    const undocumented = (module: ts.Symbol, prefix: string): string[] =>
      checker.getExportsOfModule(module).flatMap((exported) => {
        const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
        const name = prefix + exported.name;
        const inside = symbol.flags & ts.SymbolFlags.ValueModule ? undocumented(symbol, `${name}.`) : [];
        return isDocumented(symbol, checker) ? inside : [name, ...inside];
      });
    const module = program.getSourceFile(entry);
    const symbol = module && checker.getSymbolAtLocation(module);
    expect(symbol && undocumented(symbol, "")).toEqual([]);
  }, 60_000);
});

/** A module is documented by the comment at its top. */
function isDocumented(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const [declaration] = symbol.declarations ?? [];
  if (declaration && ts.isSourceFile(declaration)) return declaration.text.startsWith("/**");
  return symbol.getDocumentationComment(checker).length > 0;
}
