/** The comments on resource classes and on the fields of schemas, collected from the source. */
import { basename, join } from "node:path";
import ts from "typescript";
import { catalogue } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Comments } from "../../src/reference/comments.ts";
import { describeKinds, type KindDescription } from "../../src/reference/kind-descriptions.ts";

/** A module of resource classes, which has a page of its own. */
export interface Module {
  /** `docker`, `blob-store`. */
  name: string;
  /** The comment at its top. */
  intro: string;
  /** The names of its kinds. */
  kinds: string[];
}

const root = join(import.meta.dirname, "../..");
const entry = join(root, "src/index.ts");
const modelFolder = join(root, "src/model");
const shapes = join(root, "src/reference/kind-descriptions.ts");

/** A key of what `nexus-iac kinds --json` prints. */
export interface Key {
  name: string;
  /** It may be absent. */
  optional: boolean;
  type: string;
  text: string;
}

export interface Source {
  comments: Comments;
  modules: Module[];
  /** The shape of the JSON. */
  json: { kind: Key[]; field: Key[] };
}

/** Reads what the comments say, and which module each kind's class is in. */
export async function readSource(): Promise<Source> {
  const { program, checker } = compiled();
  const types = await schemaTypes(program, checker);
  const controls = controlTypes(program, checker);
  const classes = describeKinds().map((described) => ({ ...described, symbol: classOf(described, program, checker) }));
  const fields = classes.flatMap(({ kind, fields }) =>
    fields.map(({ path }) => ({ kind, path, text: commentOf(fieldAt([types.get(kind), ...controls], path, checker)) })),
  );
  return {
    comments: {
      kinds: Object.fromEntries(classes.map(({ kind, symbol }) => [kind, parts(commentOf(symbol))])),
      fields: brief(fields.filter(({ text }) => text)),
    },
    modules: [...Map.groupBy(classes, ({ symbol }) => symbol.valueDeclaration?.getSourceFile())].flatMap(
      ([file, inside]) => (file ? [moduleOf(file, inside)] : []),
    ),
    json: { kind: keysOf("KindDescription"), field: keysOf("FieldDescription") },
  };

  function commentOf(symbol: ts.Symbol | undefined): string {
    return ts.displayPartsToString(symbol?.getDocumentationComment(checker));
  }

  function keysOf(name: string): Key[] {
    const shape = exportsOf(program.getSourceFile(shapes), checker).find((one) => one.name === name);
    return (shape ? checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(shape)) : []).map((key) => ({
      name: key.name,
      optional: (key.flags & ts.SymbolFlags.Optional) !== 0,
      type: writtenType(key),
      text: commentOf(key),
    }));
  }
}

function moduleOf(file: ts.SourceFile, kinds: readonly KindDescription[]): Module {
  return { name: basename(file.fileName, ".ts"), intro: introOf(file), kinds: kinds.map(({ kind }) => kind) };
}

/** A key's type as it is written. */
function writtenType({ valueDeclaration }: ts.Symbol): string {
  return valueDeclaration && ts.isPropertySignature(valueDeclaration) ? (valueDeclaration.type?.getText() ?? "") : "";
}

function compiled() {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  const program = ts.createProgram([entry, shapes], options);
  return { program, checker: program.getTypeChecker() };
}

/** The types of all kinds' schemas: the modules of src/model are gone through as they run and as they are typed. */
async function schemaTypes(program: ts.Program, checker: ts.TypeChecker): Promise<Map<string, ts.Type>> {
  const found = new Map<string, ts.Type>();
  const visit = (value: unknown, type: ts.Type): void => {
    if (typeof value !== "object" || value === null) return;
    if (isKind(value)) {
      const schema = type.getProperty("schema");
      if (schema) found.set(value.name, checker.getTypeOfSymbol(schema));
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
      visit(values[exported.name], checker.getTypeOfSymbol(resolved(exported, checker)));
  }
  return found;
}

function isKind(value: object): value is Kind {
  return "name" in value && catalogue.get(String(value.name)) === value;
}

/** What every kind takes besides its schema's fields. */
function controlTypes(program: ts.Program, checker: ts.TypeChecker): ts.Type[] {
  const file = program.getSourceFile(join(modelFolder, "kind.ts"));
  return exportsOf(file, checker)
    .filter(({ name }) => name === "Controls" || name === "ContentControls")
    .map((symbol) => checker.getDeclaredTypeOfSymbol(symbol));
}

/** The field at that path, `storage.writePolicy`, `permissions[].name`, of a schema or of types that are its controls. */
function fieldAt(
  [schema, ...controls]: readonly (ts.Type | undefined)[],
  path: string,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  let within = [...(schema ? shapesIn(schema, checker) : []), ...controls];
  let field: ts.Symbol | undefined;
  for (const name of path.replaceAll("[]", "").split(".")) {
    field = within.flatMap((shape) => shape?.getProperty(name) ?? [])[0];
    within = field ? shapesIn(checker.getTypeOfSymbol(field), checker) : [];
  }
  return field;
}

/** The shapes of the objects that a zod type holds: its own, its element's, its options'. */
function shapesIn(type: ts.Type, checker: ts.TypeChecker): ts.Type[] {
  const inner = isReference(type) ? checker.getTypeArguments(type) : [];
  if (type.symbol?.name === "ZodObject") return inner.slice(0, 1);
  return inner.flatMap((one) => shapesIn(one, checker));
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return "objectFlags" in type && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

/** The class that a program writes: `docker.Hosted`. */
function classOf({ class: path }: KindDescription, program: ts.Program, checker: ts.TypeChecker): ts.Symbol {
  let exported = exportsOf(program.getSourceFile(entry), checker);
  let found: ts.Symbol | undefined;
  for (const name of path.split(".")) {
    const symbol = exported.find((one) => one.name === name);
    found = symbol && resolved(symbol, checker);
    exported = found && found.flags & ts.SymbolFlags.ValueModule ? checker.getExportsOfModule(found) : [];
  }
  if (!found) throw new Error(`src/index.ts exports no ${path}`);
  return found;
}

function exportsOf(file: ts.SourceFile | undefined, checker: ts.TypeChecker): ts.Symbol[] {
  const symbol = file && checker.getSymbolAtLocation(file);
  return symbol ? checker.getExportsOfModule(symbol) : [];
}

function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The words of a comment, and its example. */
function parts(comment: string): { text: string; example?: string } {
  const [, text = comment, example] = /^([\s\S]*?)\s*```ts\n([\s\S]*?)\n```/.exec(comment) ?? [];
  return { text: text.replace(/\s+/g, " ").trim(), ...(example !== undefined && { example }) };
}

/** The comment at the top of a file; that of its first statement is none. */
function introOf(file: ts.SourceFile): string {
  const [, comment = ""] = /^\/\*\*([\s\S]*?)\*\/\nimport /.exec(file.text) ?? [];
  return comment
    .replace(/^ *\* ?/gm, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** What most kinds say of a path is said once; the others say theirs. */
function brief(fields: readonly { kind: string; path: string; text: string }[]): Comments["fields"] {
  const oneLine = fields.map((field) => ({ ...field, text: field.text.replace(/\s+/g, " ") }));
  const byPath = Map.groupBy(oneLine, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].flatMap(([path, all]) => {
      const byText = [...Map.groupBy(all, ({ text }) => text)].sort(([, a], [, b]) => b.length - a.length);
      const [usual, ...others] = byText;
      const own = others.flatMap(([text, kinds]) => kinds.map(({ kind }) => [`${kind} ${path}`, text] as const));
      return [[path, usual?.[0] ?? ""] as const, ...own];
    }),
  );
}
