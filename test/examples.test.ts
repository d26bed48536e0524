/**
 * Examples in comments, in README.md and in docs compile, each as it would in an estate's file; those of docs/reference
 * are the comments' own.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import * as exported from "../src/index.ts";
import { diagnosed } from "./support/compile.ts";

const checkout = resolve(import.meta.dirname, "..");

/** What examples take for granted: all that the package exports, what estates import besides, and these. */
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
  /** The line above its first. */
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
  it("of README.md show all of p2c", () => {
    const shown = examples.find(({ file }) => file === "README.md")?.text;
    const declared = readFileSync(join(checkout, "src/estates/p2c.ts"), "utf8").replace(/^\/\*\* .* \*\/\n/, "");
    expect(shown).toBe(declared);
  });

  /** What is wrong with each, in their order. */
  let wrong: string[][];

  beforeAll(() => {
    const texts = examples.map(({ text }) => `${prelude(text)}\n${text}`);
    wrong = diagnosed(texts, { noUnusedLocals: false });
  }, 60_000);

  it("are in many places", () => expect(examples.length).toBeGreaterThan(20));

  it.each(examples.map(({ file, line }, index) => [`${file}:${line}`, index] as const))("compile: %s", (_, index) => {
    expect(wrong[index]).toEqual([]);
  });
});

/** What is given, in one line, but for what the example brings itself. */
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
