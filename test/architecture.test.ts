/** The arrows of the house: what may know what. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** Words that everybody shares: data, pure functions and an error that know nothing. */
const words = ["expression.ts", "json.ts", "release.ts", "unknown.ts", "usage.ts"];

/**
 * What the files of a folder of src, or a file beside the folders, may import besides their own folder: folders and
 * files of src, packages by name, `node:*` for all that Node brings. "type X" is for types alone: nothing of X runs.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  // Facts and rules: no Pulumi, no HTTP, no files.
  kinds: [...words, "zod", "leven", "node:crypto"],
  access: words,
  handbook: [...words, "zod"],
  images: [...words, "handbook", "review/text.ts", "review/markdown/escape.ts", "zod", "yaml"],
  jenkins: ["handbook", "consumers/site.ts"],
  consumers: [...words, "access", "handbook", "naming/rules.ts", "yaml"],
  promotion: [...words, "handbook", "naming/lint.ts", "kinds/violations.ts"],
  naming: [...words, "handbook", "kinds/violations.ts"],
  lint: [...words, "handbook", "naming/lint.ts", "kinds/violations.ts", "yaml", "node:crypto"],
  "local-registry": ["type handbook", "yaml", "bcryptjs", "node:crypto"],
  estate: [...words, "kinds", "access", "handbook", "naming", "zod"],
  doctor: [...words, "kinds/violations.ts", "access", "estate/estate.ts", "handbook", "naming/lint.ts", "zod"],
  probe: [...words, "access", "estate", "handbook", "zod"],
  review: [
    ...words,
    "kinds",
    "access",
    "estate",
    ...["address", "body", "compare", "declared"].map((file) => `provider/${file}.ts`),
    "export/shipped.ts",
    "zod",
    "node:crypto",
  ],

  // A Nexus as a program's text: data to text, no files and no HTTP.
  export: [
    ...words,
    ...["kinds", "access", "estate", "reference", "type provider/inventory.ts"],
    ...["body", "compare", "limits"].map((file) => `provider/${file}.ts`),
  ],

  // Nexus and Pulumi's engine.
  client: [...words, "node:*", "undici"],
  provider: [...words, "node:*", "client", "kinds", "type estate", "zod"],

  // Programs.
  resources: [
    ...words,
    "kinds",
    "estate",
    "type access",
    "type handbook/chains.ts",
    "provider/settings.ts",
    "@pulumi/pulumi",
    "type zod",
  ],
  components: [...words, ...["node:module", "node:path", "resources", "@pulumi/pulumi", "type @pulumi/command"]],
  program: [
    ...words,
    ...["components/probe.ts", "kinds", "estate", "handbook", "probe/plan.ts", "resources", "provider/settings.ts"],
    ...["@pulumi/pulumi", "zod"],
  ],
  "nexus-iac.ts": ["components", "estate", "program", "resources"],
  estates: ["nexus-iac", "zod"],
  "index.ts": [...words, "node:*", "kinds", "program", "provider/settings.ts", "@pulumi/pulumi", "estates"],

  // Made of Nexus's own facts: a mistake of ours cannot hide in it.
  embedded: ["node:*", "hono", "@hono/node-server"],

  // The catalogue told to people: pure data.
  reference: [...words, "kinds", "zod"],

  // Commands: they start things, and know no kind and no estate.
  cli: [
    ...words,
    ...["node:*", "commander", "undici", "zod"],
    ...[
      "access",
      "client",
      "consumers",
      "doctor",
      "embedded/index.ts",
      "estate",
      "export",
      "handbook",
      "images",
      "jenkins",
      "kinds/violations.ts",
      "lint",
      "local-registry",
      "naming",
      "probe",
      "program/configuration.ts",
      "promotion",
      "provider",
      "reference",
      "review",
    ],
  ],

  "expression.ts": [],
  "json.ts": [],
  "release.ts": [],
  "unknown.ts": [],
  "usage.ts": [],
};

const src = join(import.meta.dirname, "../src");

interface Import {
  /** A path in src, `node:fs`, or a package. */
  of: string;
  typeOnly: boolean;
}

describe.each(readdirSync(src))("src/%s", (part) => {
  it("imports only what it may know", () => {
    const allowed = mayImport[part] ?? [];
    const others = filesOf(part).flatMap((file) =>
      importsOf(file)
        .filter((one) => partOf(one.of) !== part && !allowed.some((may) => permits(may, one)))
        .map(({ of, typeOnly }) => `src/${file} imports ${typeOnly ? "types of " : ""}${of}`),
    );
    expect(others).toEqual([]);
  });

  it("imports all that its row has", () => {
    const imports = filesOf(part).flatMap(importsOf);
    const ownWords = (mayImport[part] ?? []).filter((may) => !words.includes(may));
    expect(ownWords.filter((may) => !imports.some((one) => permits(may, one)))).toEqual([]);
  });

  it("has a row in the table", () => expect(Object.keys(mayImport)).toContain(part));
});

function permits(may: string, { of, typeOnly }: Import): boolean {
  const [, what = may] = /^type (.*)/.exec(may) ?? [];
  if (what !== may && !typeOnly) return false;
  return what === "node:*" ? of.startsWith("node:") : of === what || of.startsWith(`${what}/`);
}

function filesOf(part: string): string[] {
  if (part.endsWith(".ts")) return [part];
  const inside = readdirSync(join(src, part), { recursive: true, encoding: "utf8" });
  return inside.filter((file) => file.endsWith(".ts")).map((file) => join(part, file));
}

/** The folder of src that it is in, or the file beside the folders. */
function partOf(path: string): string | undefined {
  return path.split("/")[0];
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), "utf8");
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) note(node.moduleSpecifier, isTypeOnly(node));
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) note(node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      note(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  const note = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (!specifier) return;
    // A path that is worked out is that of an estate: nothing else is found by name.
    const name = ts.isStringLiteralLike(specifier) ? specifier.text : "estates";
    found.push({ of: name.startsWith(".") ? join(dirname(file), name) : name, typeOnly });
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

/** `import { type X }` is not: `import {}` is left of it, and runs the module. */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}
