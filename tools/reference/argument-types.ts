/**
 * Generates the interfaces of the resources' arguments, `src/resources/arguments`. The schemas of the model are their source. Users get
 * interfaces, because types that are inferred from schemas are slow to check and unreadable in an editor and in errors.
 */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { z } from "zod";
import { catalogue } from "../../src/model/catalogue.ts";
import { controlNames, type Kind } from "../../src/model/kind.ts";
import { toShape } from "../../src/model/shape.ts";
import { findComment } from "../../src/reference/comments.ts";
import { toClassName } from "../../src/reference/kind-descriptions.ts";
import type { SourceComments } from "./source-comments.ts";

/** The folder of the interfaces. */
export const ARGUMENTS_FOLDER = "src/resources/arguments";

/** The module of the interfaces that several modules use. */
const SHARED_MODULE = "common";

interface Block {
  /** The name of its interface, if no other block has it. */
  name: string;
  path: string;
  fields: readonly Field[];
}

interface Field {
  name: string;
  comment: string;
  optional: boolean;
  /** True for an option of nexus-iac, which cannot be an Output. */
  plain: boolean;
  type: Type;
}

type Type = string | Block | { array: Type } | { record: Type } | { union: readonly Type[] };

/** The arguments of a class. */
interface Arguments {
  module: string;
  className: string;
  block: Block;
  /** The interface of the fields that all classes of its family have: hosted repositories, tasks, ... */
  base?: Base;
}

interface Base {
  module: string;
  name: string;
  comment: string;
  block: Block;
}

/** Generates the interfaces. Returns pairs of file and text. */
export function generateArgumentTypes({ comments, modules }: SourceComments): [string, string][] {
  const listed = modules.flatMap(({ name: module, kinds }) =>
    kinds.flatMap((name) => {
      const kind = catalogue.get(name);
      return kind ? [{ kind, module, className: getLastPart(kind), block: toArguments(kind, comments) }] : [];
    }),
  );
  const all = [...Map.groupBy(listed, ({ kind }) => kind.repository?.type ?? kind.family).values()].flatMap(addBase);
  const names = new BlockNames(all);
  const files = [...new Set(all.map(({ module }) => module))].map((module): [string, string] => {
    const own = all.filter((candidate) => candidate.module === module);
    const used = new Set(own.flatMap(({ base }) => (base && base.module !== module ? [base.name] : [])));
    const print = new Printer((block) => {
      if (names.isShared(block)) used.add(names.get(block, module));
      return names.get(block, module);
    });
    const interfaces = [
      ...own.map(({ className, block, base }) =>
        print.interface(`${className}Args`, block, `The arguments of {@link ${className}}.`, base?.name),
      ),
      ...listBases(own, module).map(({ name, block, comment }) => print.interface(name, block, comment)),
      ...names.listOwn(module).map(([name, block]) => print.interface(name, block, `The block \`${block.path}\`.`)),
    ];
    return [module, [...formatImport(used), ...interfaces].join("\n\n")];
  });
  const shared = new Printer((block) => names.get(block, SHARED_MODULE));
  const bases = listBases(all, SHARED_MODULE).map(({ name, block, comment }) => shared.interface(name, block, comment));
  const blocks = names
    .listShared()
    .map(([name, block]) => shared.interface(name, block, `The block \`${block.path}\`.`));
  return [...files, [SHARED_MODULE, [...bases, ...blocks].join("\n\n")] as [string, string]].map(([module, text]) => [
    `${ARGUMENTS_FOLDER}/${module}.ts`,
    format(`${NOTICE}\nimport type * as pulumi from "@pulumi/pulumi";\n${text}\n`),
  ]);
}

const NOTICE =
  "/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */";

function formatImport(names: ReadonlySet<string>): string[] {
  return names.size ? [`import type { ${[...names].sort().join(", ")} } from "./${SHARED_MODULE}.ts";`] : [];
}

const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");

function format(text: string): string {
  return execFileSync(process.execPath, [biome, "format", "--stdin-file-path=arguments.ts"], {
    input: text,
    encoding: "utf8",
  });
}

/** Moves the fields that all classes of a family have to a base, if there are several classes. */
function addBase(group: readonly (Arguments & { kind: Kind })[]): Arguments[] {
  const [first] = group;
  if (!first || group.length < 2) return [...group];
  const has = ({ block }: Arguments, field: Field) =>
    block.fields.some((other) => JSON.stringify(other) === JSON.stringify(field));
  const common = first.block.fields.filter((field) => group.every((member) => has(member, field)));
  if (common.length < 2) return [...group];
  const { family, repository } = first.kind;
  const noun = repository ? `${repository.type} repository` : family;
  const isOneModule = group.every(({ module }) => module === first.module);
  const base: Base = {
    module: isOneModule ? first.module : SHARED_MODULE,
    name: `Common${noun.split(" ").map(capitalize).join("")}Args`,
    comment: `The arguments of every ${noun}.`,
    block: { ...first.block, fields: common },
  };
  const isCommon = ({ name }: Field) => common.some((field) => field.name === name);
  return group.map(({ kind: _, ...member }) => {
    const fields = member.block.fields.filter((field) => !isCommon(field));
    return { ...member, base, block: { ...member.block, fields } };
  });
}

function listBases(all: readonly Arguments[], module: string): Base[] {
  return [...new Set(all.flatMap(({ base }) => (base?.module === module ? [base] : [])))];
}

function getLastPart(kind: Kind): string {
  return toClassName(kind).replace(/^.*\./, "");
}

/** Returns the arguments of a kind as a block. The identity is optional, as it defaults to the resource's name. */
function toArguments(kind: Kind, comments: SourceComments["comments"]): Block {
  const suffix = kind.repository ? "Attributes" : "";
  const context: Context = { suffix, commentOf: (path) => findComment(comments, kind.name, path) };
  const block = toType(kind.schema, "", "", context);
  if (typeof block === "string" || !("fields" in block)) throw new Error(`The kind ${kind.name} is not an object.`);
  const fields = block.fields.map((field) => ({ ...field, optional: field.optional || field.name === kind.identity }));
  return { ...block, fields };
}

interface Context {
  /** The end of the names of blocks. Blocks of repositories have Nexus's own names, and not those of the classes. */
  suffix: "Attributes" | "";
  commentOf: (path: string) => string;
}

function toType(schema: z.core.$ZodType, path: string, name: string, context: Context): Type {
  const inner = (type: z.core.$ZodType) => toType(type, path, name, context);
  if (schema instanceof z.ZodOptional) return inner(schema.unwrap());
  if (schema instanceof z.ZodNullable) return { union: [inner(schema.unwrap()), "null"] };
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape as Record<string, z.core.$ZodType>).map(
      ([field, fieldSchema]): Field => {
        const fieldPath = path ? `${path}.${field}` : field;
        const { optional = false } = toShape(fieldSchema);
        const type = toType(fieldSchema, fieldPath, name + capitalize(field), context);
        return {
          name: field,
          comment: context.commentOf(fieldPath),
          optional,
          plain: controlNames.includes(fieldPath),
          type,
        };
      },
    );
    return fields.length ? { name: name + context.suffix, path, fields } : "Record<string, never>";
  }
  if (schema instanceof z.ZodArray) return { array: toType(schema.element, `${path}[]`, name, context) };
  if (schema instanceof z.ZodRecord) return { record: inner(schema.valueType) };
  if (schema instanceof z.ZodUnion)
    return { union: schema.options.map((option) => toType(option, path, name + getFirstField(option), context)) };
  if (schema instanceof z.ZodEnum) return { union: schema.options.map((value) => JSON.stringify(value)) };
  if (schema instanceof z.ZodLiteral) return { union: [...schema.values].map((value) => JSON.stringify(value)) };
  if (schema instanceof z.ZodBoolean) return "boolean";
  if (schema instanceof z.ZodNumber) return "number";
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return "string";
  throw new Error(`The field ${path} has a schema that has no type here: ${schema.constructor.name}`);
}

/** Returns the first field of an alternative of a union, which differs from those of the others: `Hourly`, `Daily`, ... */
function getFirstField(option: z.core.$ZodType): string {
  return option instanceof z.ZodObject ? capitalize(Object.keys(option.shape)[0] ?? "") : "";
}

const capitalize = (text: string) => text.replace(/^./, (first) => first.toUpperCase());

/** Prints types. `getName` returns the name of a block's interface. */
class Printer {
  readonly #getName: (block: Block) => string;

  constructor(getName: (block: Block) => string) {
    this.#getName = getName;
  }

  interface(name: string, { fields }: Block, comment: string, base?: string): string {
    return [
      formatComment(comment),
      `export interface ${name} ${base ? `extends ${base} ` : ""}{`,
      ...fields.map((field) => this.#field(field)),
      "}",
    ].join("\n");
  }

  #field({ name, comment, optional, plain, type }: Field): string {
    const text = this.type(type);
    const value = plain ? text : `pulumi.Input<${text}${optional ? " | undefined" : ""}>`;
    return [formatComment(comment), `${JSON.stringify(name)}${optional ? "?" : ""}: ${value};`].join("\n");
  }

  type(type: Type): string {
    if (typeof type === "string") return type;
    if ("fields" in type) return this.#getName(type);
    if ("array" in type) return `pulumi.Input<${this.type(type.array)}>[]`;
    if ("record" in type) return `{ [name: string]: pulumi.Input<${this.type(type.record)}> }`;
    return [...new Set(type.union.map((option) => this.type(option)))].join(" | ");
  }
}

function formatComment(text: string): string {
  const words = text.split(" ");
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 120) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  if (lines.length <= 1) return `/** ${text} */`;
  return ["/**", ...lines.map((line) => ` * ${line}`), " */"].join("\n");
}

/**
 * Names the interfaces of all blocks. Blocks with the same fields and comments are one interface, shared if several modules have
 * it. The most frequent block of a path has its name, others have the name of their class before it.
 */
class BlockNames {
  readonly #shared = new Map<string, { name: string; block: Block }>();
  /** By module and signature. */
  readonly #own = new Map<string, Map<string, { name: string; block: Block }>>();

  constructor(all: readonly Arguments[]) {
    const uses = all.flatMap(({ module, className, block, base }) =>
      [...(base ? listInnerBlocks(base.block) : []), ...listInnerBlocks(block)].map((inner) => ({
        module,
        className,
        block: inner,
        signature: getSignature(inner),
      })),
    );
    const bySignature = [...Map.groupBy(uses, ({ signature }) => signature)];
    const inSeveral = bySignature
      .filter(([, group]) => new Set(group.map(({ module }) => module)).size > 1)
      .sort(([, a], [, b]) => b.length - a.length);
    for (const [signature, [first]] of inSeveral) {
      if (!first) continue;
      const { className, block } = first;
      const qualified = block.name.startsWith(className) ? [] : [className + block.name];
      const name = [block.name, ...qualified].find((candidate) => !this.#isSharedName(candidate));
      if (name) this.#shared.set(signature, { name, block });
    }
    for (const [module, group] of Map.groupBy(uses, (use) => use.module)) {
      const own = new Map<string, { name: string; block: Block }>();
      for (const { signature, className, block } of group) {
        if (this.#shared.has(signature) || own.has(signature)) continue;
        const isOnly = group.every((other) => other.block.name !== block.name || other.signature === signature);
        own.set(signature, { name: isOnly ? block.name : className + block.name, block });
      }
      this.#own.set(module, own);
    }
  }

  #isSharedName(name: string): boolean {
    return [...this.#shared.values()].some((other) => other.name === name);
  }

  get(block: Block, module: string): string {
    const signature = getSignature(block);
    const named = this.#shared.get(signature) ?? this.#own.get(module)?.get(signature);
    if (!named) throw new Error(`The block ${block.path} of the module ${module} has no name.`);
    return named.name;
  }

  isShared(block: Block): boolean {
    return this.#shared.has(getSignature(block));
  }

  listShared(): [string, Block][] {
    return [...this.#shared.values()].map(({ name, block }): [string, Block] => [name, block]).sort(byName);
  }

  listOwn(module: string): [string, Block][] {
    return [...(this.#own.get(module)?.values() ?? [])].map(({ name, block }): [string, Block] => [name, block]);
  }
}

const byName = ([a]: [string, Block], [b]: [string, Block]) => (a < b ? -1 : 1);

const getSignature = ({ name, fields }: Block) => JSON.stringify([name, fields]);

/** Lists the blocks in a block at any depth, outer ones first. */
function listInnerBlocks({ fields }: Block): Block[] {
  return fields.flatMap(({ type }) => listBlocks(type));
}

function listBlocks(type: Type): Block[] {
  if (typeof type === "string") return [];
  if ("fields" in type) return [type, ...listInnerBlocks(type)];
  if ("array" in type) return listBlocks(type.array);
  if ("record" in type) return listBlocks(type.record);
  return type.union.flatMap(listBlocks);
}
