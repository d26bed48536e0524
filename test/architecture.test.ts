/** Dependency rules: which folder may import which, and no import circles. docs/architecture.md explains them. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/**
 * The imports that a folder of src, or a file beside the folders, is allowed besides its own files: folders and files
 * of src, packages, and `node:*` for every module of Node. "type X" allows only imports of types.
 */
const allowedImports: Readonly<Record<string, readonly string[]>> = {
  // Helpers without domain knowledge.
  util: ["leven", "type zod", "node:vm"],

  // Facts and rules about Nexus: no Pulumi, no HTTP, no files.
  model: ["util", "zod", "node:crypto"],
  access: ["util", "model/nexus-defaults.ts"],
  "client-config": ["util", "zod"],
  estate: ["util", "model", "access", "client-config", "zod"],
  plan: ["util", "model", "estate", "type client-config", "zod"],
  review: ["util", "model", "access", "estate", "plan", "zod", "node:crypto"],
  export: ["util", "model", "access", "estate", "reference"],
  reference: ["util", "model", "zod"],
  migration: ["util", "model", "type estate", "export", "yaml"],

  // Tools for the clients of a Nexus: pure functions as well.
  "clients/consumers": ["util", "access", "client-config", "yaml", "bcryptjs", "node:crypto"],
  "clients/promotion": ["util", "client-config"],
  "clients/lint": ["util", "client-config", "yaml", "node:crypto"],
  "clients/images": ["util", "client-config", "yaml", "zod"],
  "clients/probe": ["util", "access", "client-config", "estate", "zod"],
  "clients/doctor": ["util", "access", "client-config", "estate/estate.ts", "model/nexus-defaults.ts", "zod"],

  // HTTP, and the provider that joins it to the model.
  client: ["util", "node:*", "undici"],
  provider: ["util", "model", "type estate", "client", "node:*", "zod"],

  // Pulumi programs.
  resources: [
    ...["util", "model", "estate", "type access", "client-config", "clients/probe", "provider/settings.ts"],
    ...["@pulumi/pulumi", "type @pulumi/command", "zod", "node:module", "node:path"],
  ],
  "index.ts": ["require-node.ts", "estate/invariants.ts", "resources"],
  "require-node.ts": ["util"],
  "zod.ts": ["zod"],
  estates: ["nexus-iac"],
  "program.ts": ["util", "provider/settings.ts", "resources/estate.ts", "estates", "@pulumi/pulumi", "node:fs"],

  // Commands read, write and start processes.
  cli: [
    ...[
      "util",
      "model/unsupported-operations.ts",
      "access",
      "client-config",
      "estate",
      "plan",
      "review",
      "export",
      "migration",
      "reference",
    ],
    ...["clients", "client", "provider", "resources/stack-configuration.ts", "node:*", "commander", "zod"],
  ],
};

const root = join(import.meta.dirname, "..");
const src = join(root, "src");

interface Import {
  /** A path in src, `node:fs`, or the name of a package. */
  of: string;
  typeOnly: boolean;
}

/** The key in `allowedImports` that a file belongs to. */
function unitOf(file: string): string {
  const [first = "", second = ""] = file.split("/");
  return first === "clients" && second ? `${first}/${second}` : first;
}

const sources = typescriptFiles(src);
const units = [...new Set(sources.map(unitOf))];

describe.each(units)("src/%s", (unit) => {
  const files = sources.filter((file) => unitOf(file) === unit);

  it("is in the table", () => expect(Object.keys(allowedImports)).toContain(unit));

  it("imports only what the table allows", () => {
    const allowed = allowedImports[unit] ?? [];
    const refused = files.flatMap((file) =>
      importsOf(join(src, file))
        .filter((entry) => unitOf(entry.of) !== unit && !allowed.some((rule) => allows(rule, entry)))
        .map(({ of, typeOnly }) => `src/${file} imports ${typeOnly ? "types of " : ""}${of}`),
    );
    expect(refused).toEqual([]);
  });

  it("uses every entry of its row", () => {
    const imports = files.flatMap((file) => importsOf(join(src, file)));
    const unused = (allowedImports[unit] ?? []).filter((rule) => !imports.some((entry) => allows(rule, entry)));
    expect(unused.filter((rule) => rule !== "util")).toEqual([]);
  });
});

describe("embedded-nexus", () => {
  const folder = join(root, "embedded-nexus/src");

  it("imports nothing of src, so that a mistake of src cannot hide in it", () => {
    const allowed = ["node:*", "hono", "@hono/node-server", "commander"];
    const refused = typescriptFiles(folder).flatMap((file) =>
      importsOf(join(folder, file), folder)
        .filter(
          (entry) =>
            entry.of.startsWith("..") || !(isFile(entry.of, folder) || allowed.some((rule) => allows(rule, entry))),
        )
        .map(({ of }) => `embedded-nexus/src/${file} imports ${of}`),
    );
    expect(refused).toEqual([]);
  });
});

describe.each(["src", "embedded-nexus/src"])("%s", (folder) => {
  it("has no import circles, imports of types included", () => expect(circles(join(root, folder))).toEqual([]));
});

function allows(rule: string, { of, typeOnly }: Import): boolean {
  const [, name = rule] = /^type (.*)/.exec(rule) ?? [];
  if (name !== rule && !typeOnly) return false;
  return name === "node:*" ? of.startsWith("node:") : of === name || of.startsWith(`${name}/`);
}

function typescriptFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
}

function isFile(path: string, folder: string): boolean {
  return existsSync(join(folder, path)) && statSync(join(folder, path)).isFile();
}

function importsOf(file: string, folder = src): Import[] {
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node));
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (!specifier) return;
    // Only src/program.ts imports a computed path: the estate of the stack.
    const name = ts.isStringLiteralLike(specifier) ? specifier.text : "estates";
    imports.push({ of: name.startsWith(".") ? relative(folder, join(dirname(file), name)) : name, typeOnly });
  };
  visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest));
  return imports;
}

/** `import { type X }` is not type-only: `import {}` remains of it and runs the module. */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** Groups of files that import each other, directly or through others (Tarjan's strongly connected components). */
function circles(folder: string): string[] {
  const graph = new Map(
    typescriptFiles(folder).map((file) => [file, importsOf(join(folder, file), folder).map(({ of }) => of)] as const),
  );
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const components: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    low.set(file, order.size - 1);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(file, Math.min(low.get(file) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(file) === order.get(file)) components.push(stack.splice(stack.indexOf(file)));
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return components.filter(({ length }) => length > 1).map((component) => component.sort().join(" <-> "));
}
