/** Conventions that the linter does not check: names, words, addresses, machine paths, length of files, documentation. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const checkout = resolve(import.meta.dirname, "..");

/** The text of each tracked or new file by its path. */
const texts = new Map(
  execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: checkout,
    encoding: "utf8",
  })
    .split("\0")
    .filter((file) => file && existsSync(join(checkout, file)))
    .map((file) => [file, readFileSync(join(checkout, file), "utf8")] as const),
);

/** Hosts of public registries, without dots. Their addresses belong to the configuration of a site. */
const registries = [
  ...["registry npmjs org", "registry yarnpkg com", "npm pkg github com"],
  ...["repo1 maven org", "repo maven apache org", "central sonatype com", "oss sonatype org", "plugins gradle org"],
  ...["pypi org", "files pythonhosted org", "rubygems org", "api nuget org"],
  ...["crates io", "proxy golang org", "sum golang org"],
  ...["deb debian org", "security debian org", "archive ubuntu com", "security ubuntu com", "dl-cdn alpinelinux org"],
  ...["docker io", "hub docker com", "auth docker com", "quay io", "ghcr io", "gcr io", "registry redhat io"],
].map((words) => words.replaceAll(" ", "."));

/** Folders of one machine or one person, unlike `/usr` or `/tmp`, which every Unix has. */
const machinePath = /(?<![\w.$}-]|[^/]\/)\/(?:root|work|workspace|home|Users|mnt|srv)\/[\w.-]+/g;
const unfinished = /\b(?:TO|FIX)(?:DO|ME)\b/g;

/** Returns the matches of a pattern in the files of some folders, or in all, as `file:line: match`. */
function findAll(pattern: RegExp, folders: readonly string[] = [""]): string[] {
  return [...texts]
    .filter(([file]) => folders.some((folder) => file.startsWith(folder)))
    .flatMap(([file, text]) =>
      text
        .split("\n")
        .flatMap((line, index) =>
          [...line.matchAll(pattern)].map(([match]) => `${file}:${index + 1}: ${match.trim()}`),
        ),
    );
}

describe("files", () => {
  it("name no public registry", () => {
    const hosts = registries.map((host) => host.replaceAll(".", "\\.")).join("|");
    expect(findAll(new RegExp(`(?<![\\w.-])(?:${hosts})(?![\\w-])`, "g"))).toEqual([]);
  });

  it("name no folder of a single machine", () => expect(findAll(machinePath)).toEqual([]));

  it("contain no open task", () => expect(findAll(unfinished)).toEqual([]));

  it("are at most 400 lines long in src and embedded-nexus/src, except data", () => {
    const sources = [...texts].filter(([file]) => /^(?:embedded-nexus\/)?src\/(?!.*\.json$)/.test(file));
    expect(sources.filter(([, text]) => text.split("\n").length > 401).map(([file]) => file)).toEqual([]);
  });
});

it("commands print by src/cli/shared/terminal.ts only, so that names of others have no effect", () => {
  const matches = findAll(/\bconsole\.\w+/g, ["src/cli/"]);
  expect(matches.filter((line) => !/^src\/cli\/(?:shared\/terminal|main)\.ts:/.test(line))).toEqual([]);
});

describe("words", () => {
  const folders = ["src/", "embedded-nexus/", "docs/", "tools/", "bench/", "README.md"];

  it("are the field's terms, not pronouns and paraphrases", () => {
    const paraphrases = /\b(?:told|nobody|somebody|whoever|whatever|said)\b/gi;
    const matches = findAll(paraphrases, folders).filter((line) => !/\.jsonl:|\/facts\/|^docs\/schemas\//.test(line));
    // A few are quotations: keys of reports, and texts that stacks have stored.
    expect(matches.length > 10 ? matches : []).toEqual([]);
  });

  it("of a doc comment do not begin with a question word", () =>
    expect(
      findAll(/(?:\/\*\*|\/\/|^ *\*) (?:What|Who|Whom|Whose|Whether)\b.*/g, [
        "src/",
        "embedded-nexus/",
        "tools/",
        "bench/",
      ]),
    ).toEqual([]));
});

describe("names", () => {
  /** Files that said only that they have words, texts, parts, ... of something, and tests that named no subject. */
  const vagueFile =
    /^(?:words|told|text|places|parts|found|taken|whole|known|between|live|limits|files|hardened|gone|trouble|everything|taken-over)(?:\.test)?\.ts$/;

  it("of files are nouns of the domain", () =>
    expect([...texts.keys()].filter((file) => vagueFile.test(basename(file)))).toEqual([]));

  /** Exported names that two files declare, and why. */
  const declaredTwice: Readonly<Record<string, string>> = {
    Crowd: "the settings of Crowd, and externalUser.Crowd in a namespace of its own",
    Saml: "the settings of SAML, and externalUser.Saml",
    Script: "a script, and privilege.Script",
    ...Object.fromEntries(
      [
        "Edition",
        "Json",
        "KeyedMutex",
        "Release",
        "ReleaseRange",
        "RepositoryType",
        "isAtLeast",
        "isWithin",
        "parseJson",
      ].map((name) => [name, "embedded-nexus shares no code with src"]),
    ),
  };

  it("of exports stand for one thing in the repository", () => {
    const files = new Map<string, string[]>();
    for (const [file, text] of texts) {
      // Every format has the same classes: docker.Hosted, maven.Hosted, ...
      if (!/^(?:embedded-nexus\/)?src\/(?!resources\/(?:formats|arguments)\/).*\.ts$/.test(file)) continue;
      for (const name of exportsOf(text)) files.set(name, [...(files.get(name) ?? []), file]);
    }
    const repeated = [...files].filter(([, inFiles]) => new Set(inFiles).size > 1);
    expect(repeated.filter(([, inFiles]) => new Set(inFiles).size > 2).map(([name]) => name)).toEqual([]);
    expect(repeated.map(([name]) => name).sort()).toEqual(Object.keys(declaredTwice).sort());
  });
});

/** Returns the names that a module declares and exports. */
function exportsOf(text: string): string[] {
  return ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest).statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    const modifiers = ts.getModifiers(statement) ?? [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    const { name } = statement as { name?: ts.Node };
    return name && ts.isIdentifier(name) ? [name.text] : [];
  });
}

describe("the public API", () => {
  const entry = join(checkout, "src/index.ts");

  it("documents everything that it exports", () => {
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

/** Checks for a doc comment; that of a module is at its top. */
function isDocumented(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const [declaration] = symbol.declarations ?? [];
  if (declaration && ts.isSourceFile(declaration)) return declaration.text.startsWith("/**");
  return symbol.getDocumentationComment(checker).length > 0;
}
