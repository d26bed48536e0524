/** Reads the doc comments of resource classes and of schema fields from the source. */
import { basename, join } from "node:path";
import ts from "typescript";
import { catalogue } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Comments } from "../../src/reference/comments.ts";
import { describeKinds, type KindDescription } from "../../src/reference/kind-descriptions.ts";

/** A module of resource classes, which has its own reference page. */
export interface ResourceModule {
  /** The name of the file without extension: `docker`, `blob-store`. */
  name: string;
  /** The comment at the top of the file. */
  intro: string;
  /** The names of its kinds. */
  kinds: string[];
}

const root = join(import.meta.dirname, "../..");
const entryFile = join(root, "src/index.ts");
const modelFolder = join(root, "src/model");
const descriptionsFile = join(root, "src/reference/kind-descriptions.ts");

/** A key in the JSON of `nexus-iac kinds --json`. */
export interface JsonKey {
  name: string;
  /** True if the key can be absent. */
  optional: boolean;
  type: string;
  text: string;
}

export interface SourceComments {
  comments: Comments;
  modules: ResourceModule[];
  /** The keys of a kind and of a field in the JSON. */
  json: { kind: JsonKey[]; field: JsonKey[] };
}

/** Compiles the source and returns its comments, with the module that contains each kind's class. */
export async function readSourceComments(): Promise<SourceComments> {
  const { program, checker } = compile();
  const types = await findSchemaTypes(program, checker);
  const controls = findControlTypes(program, checker);
  const classes = describeKinds().map((description) => ({
    ...description,
    symbol: findClass(description, program, checker),
  }));
  const fields = classes.flatMap(({ kind, fields }) =>
    fields.map(({ path }) => ({
      kind,
      path,
      text: commentOf(findField([types.get(kind), ...controls], path, checker)),
    })),
  );
  return {
    comments: {
      kinds: Object.fromEntries(classes.map(({ kind, symbol }) => [kind, splitExample(commentOf(symbol))])),
      fields: deduplicate(fields.filter(({ text }) => text)),
    },
    modules: [...Map.groupBy(classes, ({ symbol }) => symbol.valueDeclaration?.getSourceFile())].flatMap(
      ([file, descriptions]) => (file ? [toModule(file, descriptions)] : []),
    ),
    json: { kind: listKeys("KindDescription"), field: listKeys("FieldDescription") },
  };

  function commentOf(symbol: ts.Symbol | undefined): string {
    return ts.displayPartsToString(symbol?.getDocumentationComment(checker));
  }

  function listKeys(name: string): JsonKey[] {
    const shape = exportsOf(program.getSourceFile(descriptionsFile), checker).find((symbol) => symbol.name === name);
    return (shape ? checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(shape)) : []).map((key) => ({
      name: key.name,
      optional: (key.flags & ts.SymbolFlags.Optional) !== 0,
      type: getTypeText(key),
      text: commentOf(key),
    }));
  }
}

function toModule(file: ts.SourceFile, kinds: readonly KindDescription[]): ResourceModule {
  return { name: basename(file.fileName, ".ts"), intro: getIntro(file), kinds: kinds.map(({ kind }) => kind) };
}

/** Returns a key's type as written in the source. */
function getTypeText({ valueDeclaration }: ts.Symbol): string {
  return valueDeclaration && ts.isPropertySignature(valueDeclaration) ? (valueDeclaration.type?.getText() ?? "") : "";
}

function compile() {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  const program = ts.createProgram([entryFile, descriptionsFile], options);
  return { program, checker: program.getTypeChecker() };
}

/**
 * Returns the schema type of each kind. The values that the modules of src/model export are walked together with their
 * types, because only the value has the name of a kind and only the type has the comments.
 */
async function findSchemaTypes(program: ts.Program, checker: ts.TypeChecker): Promise<Map<string, ts.Type>> {
  const schemaTypes = new Map<string, ts.Type>();
  const visit = (value: unknown, type: ts.Type): void => {
    if (typeof value !== "object" || value === null) return;
    if (isKind(value)) {
      const schema = type.getProperty("schema");
      if (schema) schemaTypes.set(value.name, checker.getTypeOfSymbol(schema));
    } else if (Object.getPrototypeOf(value) === Object.prototype) {
      for (const [name, inner] of Object.entries(value)) {
        const property = type.getProperty(name);
        if (property) visit(inner, checker.getTypeOfSymbol(property));
      }
    }
  };
  for (const file of program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${modelFolder}/`))) {
    const values: Record<string, unknown> = await import(file.fileName);
    for (const exported of exportsOf(file, checker))
      visit(values[exported.name], checker.getTypeOfSymbol(resolveAlias(exported, checker)));
  }
  return schemaTypes;
}

function isKind(value: object): value is Kind {
  return "name" in value && catalogue.get(String(value.name)) === value;
}

/** Returns the types of the control fields, which every kind has in addition to the fields of its schema. */
function findControlTypes(program: ts.Program, checker: ts.TypeChecker): ts.Type[] {
  const file = program.getSourceFile(join(modelFolder, "kind.ts"));
  return exportsOf(file, checker)
    .filter(({ name }) => name === "Controls" || name === "ContentControls")
    .map((symbol) => checker.getDeclaredTypeOfSymbol(symbol));
}

/** Returns the field at a path such as `storage.writePolicy` or `permissions[].name`, of a schema or of its control fields. */
function findField(
  [schema, ...controls]: readonly (ts.Type | undefined)[],
  path: string,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  let objects = [...(schema ? findObjectTypes(schema, checker) : []), ...controls];
  let field: ts.Symbol | undefined;
  for (const name of path.replaceAll("[]", "").split(".")) {
    field = objects.flatMap((object) => object?.getProperty(name) ?? [])[0];
    objects = field ? findObjectTypes(checker.getTypeOfSymbol(field), checker) : [];
  }
  return field;
}

/** Returns the object types in a zod type: its own, those of a list's element and those of a union's options. */
function findObjectTypes(type: ts.Type, checker: ts.TypeChecker): ts.Type[] {
  const typeArguments = isReference(type) ? checker.getTypeArguments(type) : [];
  if (type.symbol?.name === "ZodObject") return typeArguments.slice(0, 1);
  return typeArguments.flatMap((argument) => findObjectTypes(argument, checker));
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return "objectFlags" in type && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

/** Returns the class of a kind, such as `docker.Hosted`, from the exports of src/index.ts. */
function findClass({ class: path }: KindDescription, program: ts.Program, checker: ts.TypeChecker): ts.Symbol {
  let exported = exportsOf(program.getSourceFile(entryFile), checker);
  let current: ts.Symbol | undefined;
  for (const name of path.split(".")) {
    const symbol = exported.find((candidate) => candidate.name === name);
    current = symbol && resolveAlias(symbol, checker);
    exported = current && current.flags & ts.SymbolFlags.ValueModule ? checker.getExportsOfModule(current) : [];
  }
  if (!current) throw new Error(`src/index.ts does not export ${path}`);
  return current;
}

function exportsOf(file: ts.SourceFile | undefined, checker: ts.TypeChecker): ts.Symbol[] {
  const symbol = file && checker.getSymbolAtLocation(file);
  return symbol ? checker.getExportsOfModule(symbol) : [];
}

function resolveAlias(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Splits a comment into its text and its example in a ts code block. */
function splitExample(comment: string): { text: string; example?: string } {
  const [, text = comment, example] = /^([\s\S]*?)\s*```ts\n([\s\S]*?)\n```/.exec(comment) ?? [];
  return { text: text.replace(/\s+/g, " ").trim(), ...(example !== undefined && { example }) };
}

/** Returns the comment at the top of a file, before its imports. A comment of the first statement does not count. */
function getIntro(file: ts.SourceFile): string {
  const [, comment = ""] = /^\/\*\*([\s\S]*?)\*\/\nimport /.exec(file.text) ?? [];
  return comment
    .replace(/^ *\* ?/gm, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Stores the most frequent comment of a path once for all kinds, and others by kind and path. */
function deduplicate(fields: readonly { kind: string; path: string; text: string }[]): Comments["fields"] {
  const oneLine = fields.map((field) => ({ ...field, text: field.text.replace(/\s+/g, " ") }));
  const byPath = Map.groupBy(oneLine, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].flatMap(([path, all]) => {
      const byText = [...Map.groupBy(all, ({ text }) => text)].sort(([, a], [, b]) => b.length - a.length);
      const [mostFrequent, ...others] = byText;
      const own = others.flatMap(([text, kinds]) => kinds.map(({ kind }) => [`${kind} ${path}`, text] as const));
      return [[path, mostFrequent?.[0] ?? ""] as const, ...own];
    }),
  );
}
