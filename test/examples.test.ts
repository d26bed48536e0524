/** Compiles the examples in doc comments, README.md and docs as parts of an estate. Those of docs/reference come from comments. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import * as exported from "../src/index.ts";
import { compileEstates } from "./support/compile-estates.ts";

const checkout = resolve(import.meta.dirname, "..");

/** Declarations that examples rely on: everything that the package exports, two packages, and these objects. */
const given: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.keys(exported).map((name) => [name, `import { ${name} } from "nexus-iac"`])),
  pulumi: 'import * as pulumi from "@pulumi/pulumi"',
  z: 'import { z } from "zod"',

  apps: "declare const apps: docker.Hosted",
  central: "declare const central: maven.Proxy",
  ci: "declare const ci: Role",
  config: "declare const config: pulumi.Config",
  files: "declare const files: raw.Hosted",
  hub: "declare const hub: docker.Proxy",
  mirror: "declare const mirror: raw.Proxy",
  password: "declare const password: pulumi.Output<string>",
  releases: "declare const releases: maven.Hosted",
  retain30Days: "declare const retain30Days: CleanupPolicy",
  teamPaths: "declare const teamPaths: ContentSelector",
  upstreams:
    "declare const upstreams: Record<'alpine' | 'ansible' | 'charts' | 'cocoapods' | 'conan' | 'conda' | 'cran' | 'crates' | 'debian' | 'dockerHub' | 'eclipse' | 'epel' | 'files' | 'goModules' | 'huggingFace' | 'mavenCentral' | 'npm' | 'nuget' | 'packagist' | 'pub' | 'pypi' | 'registry' | 'rubygems' | 'swift' | 'terraform', string>",
};

interface Example {
  file: string;
  /** The number of the line before the first line. */
  line: number;
  text: string;
}

const inComments = { fenced: /^ *\* ```ts\n([\s\S]*?)^ *\* ```$/gm, margin: /^ *\* ?/gm };
const inPages = { fenced: /^```ts\n([\s\S]*?)^```$/gm, margin: /^/gm };

const examples = [
  ...filesIn("src", ".ts").flatMap((file) => examplesIn(file, inComments)),
  ...[...filesIn("", "README.md"), ...filesIn("docs", ".md")].flatMap((file) => examplesIn(file, inPages)),
];

function filesIn(folder: string, ending: string): string[] {
  const path = join(checkout, folder);
  const inside = existsSync(path) ? readdirSync(path, { recursive: folder !== "", encoding: "utf8" }) : [];
  return inside
    .filter((file) => file.endsWith(ending) && !file.startsWith("reference/"))
    .map((file) => join(folder, file));
}

function examplesIn(file: string, { fenced, margin }: typeof inComments): Example[] {
  const text = readFileSync(join(checkout, file), "utf8");
  return [...text.matchAll(fenced)].map(({ index, 1: lines = "" }) => ({
    file,
    line: text.slice(0, index).split("\n").length,
    text: lines.replace(margin, ""),
  }));
}

describe("examples", () => {
  /** The compiler errors of each example. */
  let errors: string[][];

  beforeAll(() => {
    const texts = examples.map(({ text }) => `${prelude(text)}\n${text}`);
    errors = compileEstates(texts, { noUnusedLocals: false });
  }, 60_000);

  it("are found", () => expect(examples.length).toBeGreaterThan(20));

  it.each(examples.map(({ file, line }, index) => [`${file}:${line}`, index] as const))("compile: %s", (_, index) => {
    expect(errors[index]).toEqual([]);
  });
});

/** Returns the given declarations in one line, without those that the example declares itself. */
function prelude(text: string): string {
  const own = namesDeclaredIn(text);
  return Object.entries(given)
    .flatMap(([name, declaration]) => (own.has(name) ? [] : [`${declaration};`]))
    .join(" ");
}

function namesDeclaredIn(text: string): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (isDeclaration(node) && node.name && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("example.ts", text, ts.ScriptTarget.Latest));
  return names;
}

function isDeclaration(node: ts.Node) {
  return (
    ts.isImportClause(node) ||
    ts.isImportSpecifier(node) ||
    ts.isNamespaceImport(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isClassDeclaration(node) ||
    ts.isFunctionDeclaration(node)
  );
}
