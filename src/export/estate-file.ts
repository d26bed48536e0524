import { toClassName } from "../reference/kind-descriptions.ts";
import type { AccessDeclaration } from "./access-declarations.ts";
import { type CallCode, type Code, type CodeEntry, formatStatement } from "./code.ts";
import { createConstructorCall, type FieldCode } from "./declaration-code.ts";
import { escapeInvisible, toLiteral } from "./literal.ts";
import type { LoopPass } from "./loop-pass.ts";
import { createLoops, createLoopValues, hideLoops, type Loop } from "./loops.ts";
import { formatOmission, type Omission } from "./omission.ts";
import { createPrivilegesCode } from "./privileges-code.ts";
import type { ProgramResource } from "./program-resources.ts";
import { getSectionTitle } from "./section-order.ts";
import type { NamedExisting, SymbolTable } from "./symbol-table.ts";
import { needsSecret } from "./to-declaration.ts";
import { toCamelCase } from "./unique-names.ts";
import { replaceUpstreams, type Upstreams } from "./upstreams.ts";

/** The indent of declarations within `declare`. */
const indent = 4;
const pad = " ".repeat(indent);

/**
 * Formats an estate as a file.
 *
 * @param title - the comment at its beginning
 * @param passes - the loops by which another tool created objects, by the keys of the objects
 */
export function formatEstateFile(
  title: string,
  symbols: SymbolTable,
  upstreams: Upstreams,
  omissions: readonly Omission[],
  passes: ReadonlyMap<string, LoopPass> = new Map(),
): string {
  const { body, imports, usesPassword } = new EstateBody(symbols, upstreams, passes);
  const secrets = symbols.resources.flatMap(({ secretNames }) => [...secretNames.values()]);
  const parameters = [
    ...(secrets.length ? ["settings"] : []),
    ...(upstreams.size ? ["upstreams"] : []),
    ...(usesPassword ? ["password"] : []),
  ];
  return [
    `/** ${title}. */`,
    formatImport([...imports, "estate"]),
    ...(secrets.length ? ['import { z } from "nexus-iac/zod";', "", ...formatSecretsSchema(secrets)] : []),
    "",
    "export default estate({",
    ...(secrets.length ? settingsLines : []),
    ...(upstreams.size ? [formatEntry("upstreams", { array: [...upstreams.keys()].sort().map(toLiteral) }), ""] : []),
    parameters.length ? `  declare({ ${parameters.join(", ")} }) {` : "  declare() {",
    ...(secrets.length ? [`${pad}const { secrets } = settings;`, ""] : []),
    body.join("\n\n"),
    ...(omissions.length
      ? [
          "",
          `${pad}// Not exported (left unchanged in Nexus):`,
          ...omissions.map((omission) => `${pad}// ${formatOmission(omission)}`),
        ]
      : []),
    "  },",
    "});",
    "",
  ].join("\n");
}

const settingsLines = [
  "  settings: {",
  "    /** Secrets that Nexus does not return. Fields of a secret that is not configured are left unchanged. */",
  "    secrets: hidden.prefault({}),",
  "  },",
];

function formatSecretsSchema(names: readonly string[]): string[] {
  const object = names.toSorted().map((name) => ({ name, value: "secret" }));
  return [
    "const secret = z.string().min(1).optional();",
    formatStatement("const hidden = ", { call: "z.strictObject", args: [{ object }] }, 0),
  ];
}

function formatEntry(name: string, code: Code): string {
  return formatStatement(`${name}: `, code, 2).replace(/;$/, ",");
}

/** Sorts the names as Biome does: letter by letter, a capital before its small letter. */
function formatImport(names: readonly string[]): string {
  const sorted = [...new Set(names)].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const line = `import { ${sorted.join(", ")} } from "nexus-iac";`;
  return line.length <= 120 ? line : `import {\n${sorted.map((name) => `  ${name},\n`).join("")}} from "nexus-iac";`;
}

function sortKey(name: string): string {
  return [...name].map((letter) => letter.toLowerCase() + (letter === letter.toLowerCase() ? "b" : "a")).join("");
}

/** Represents the body of `declare`: paragraphs of declarations, each with a title. */
class EstateBody {
  readonly body: readonly string[];
  readonly imports = new Set<string>();
  usesPassword = false;
  readonly #symbols: SymbolTable;
  readonly #upstreams: Upstreams;
  /** Constants of lists of repositories, by their content. */
  readonly #lists = new Map<string, string>();

  constructor(symbols: SymbolTable, upstreams: Upstreams, passes: ReadonlyMap<string, LoopPass>) {
    this.#upstreams = upstreams;
    const usersInAccess = new Set([...symbols.accesses.values()].flatMap(({ users }) => users));
    const loops = createLoops(symbols, passes, (resource, inLoop) =>
      symbols.accesses.has(resource) || usersInAccess.has(resource) || resource.secrets.length
        ? undefined
        : this.#resourceCode(resource, inLoop, []),
    );
    const inLoops = new Set(loops.flatMap(({ resources }) => resources));
    this.#symbols = hideLoops(symbols, loops);
    const paragraphs = new Map<string, string[]>();
    const add = (title: string, lines: string[]) => paragraphs.set(title, [...(paragraphs.get(title) ?? []), ...lines]);
    for (const existing of symbols.existing)
      add("Not declared here, or only where a secret is configured", [this.#existing(existing)]);
    for (const resource of symbols.resources) {
      if (usersInAccess.has(resource) || inLoops.has(resource)) continue;
      const access = symbols.accesses.get(resource);
      add(getSectionTitle(resource.kind), access ? this.#access(access) : this.#resource(resource));
    }
    for (const loop of loops) add(`For each of ${loop.keys.map(escapeInvisible).join(", ")}`, this.#loop(loop));
    this.body = [...paragraphs].map(([title, lines]) => [`${pad}// ${title}`, ...lines].join("\n"));
  }

  #existing({ family, name, format, type, constant }: NamedExisting): string {
    this.imports.add("existing");
    const object = Object.entries({ format, type }).flatMap(([field, value]): CodeEntry[] =>
      value === undefined ? [] : [{ name: field, value: toLiteral(value) }],
    );
    const args: Code[] = [toLiteral(name), ...(object.length ? [{ object }] : [])];
    return formatStatement(assignment(constant), { call: `existing.${toCamelCase(family, "")}`, args }, indent);
  }

  #resourceCode(resource: ProgramResource, symbols: SymbolTable, linesBefore: string[]): CallCode {
    this.#import(toClassName(resource.kind));
    const upstreamCode = replaceUpstreams(resource.fields, this.#upstreams);
    const privileges = resource.kind.family === "role" ? this.#privileges(resource, symbols, linesBefore) : undefined;
    return createConstructorCall(resource, symbols, { ...upstreamCode, ...privileges }, this.#password(resource));
  }

  #loop(loop: Loop): string[] {
    const { variable, values } = createLoopValues(loop);
    const head = formatStatement(`for (const ${variable} of `, values, indent);
    const constant = loop.parameters.length ? " as const" : "";
    const statements = loop.statements.map(({ constant, code }) =>
      formatStatement(assignment(constant), code, indent + 2),
    );
    return [`${head.replace(/;$/, "")}${constant}) {`, ...statements, `${pad}}`];
  }

  #resource(resource: ProgramResource): string[] {
    const { constant } = resource;
    const linesBefore: string[] = [];
    const code = this.#resourceCode(resource, this.#symbols, linesBefore);
    if (!needsSecret(resource)) return [...linesBefore, formatStatement(assignment(constant), code, indent)];
    const path = resource.secrets.find(({ goesWith }) => !goesWith.length)?.path ?? "";
    const secret = resource.secretNames.get(path);
    return [`${pad}if (secrets.${secret}) {`, formatStatement("", code, indent + 2), `${pad}}`];
  }

  #access({ role, users }: AccessDeclaration): string[] {
    this.imports.add("Access");
    this.usesPassword = true;
    const linesBefore: string[] = [];
    const { description } = role.fields;
    const object: CodeEntry[] = [
      { name: "description", value: toLiteral(String(description)) },
      { name: "privileges", value: this.#privileges(role, this.#symbols, linesBefore).privileges ?? { array: [] } },
      { name: "users", value: { array: users.map(({ identity }) => toLiteral(identity)) } },
      { name: "password", value: "password" },
      { name: "keepPasswords", value: "true" },
    ];
    const code = { call: "new Access", args: [toLiteral(role.resource), { object }] };
    return [...linesBefore, formatStatement(assignment(role.constant), code, indent)];
  }

  /** Creates the code of a role's privileges. Constants that it needs are added to `linesBefore`. */
  #privileges({ fields, resource, kind }: ProgramResource, symbols: SymbolTable, linesBefore: string[]): FieldCode {
    const names = Array.isArray(fields.privileges) ? fields.privileges.map(String) : [];
    if (!names.length) return {};
    const { code, actionNames } = createPrivilegesCode(names, symbols, (repositories, suffix) => {
      const content = repositories.join();
      const existing = this.#lists.get(content);
      if (existing !== undefined) return existing;
      const list = symbols.names.allocate(toCamelCase(`${resource}-${suffix}`, kind.family));
      this.#lists.set(content, list);
      linesBefore.push(formatStatement(`const ${list} = `, { array: repositories }, indent));
      return list;
    });
    for (const name of actionNames) this.imports.add(name);
    return { privileges: code };
  }

  /** Declares the configured password. Without one the current password is kept. */
  #password({ kind, identity }: ProgramResource): CodeEntry[] {
    if (!kind.login) return [];
    this.usesPassword = true;
    return [
      { name: kind.login.password, value: { call: "password", args: [toLiteral(identity)] } },
      { name: kind.login.keep, value: "true" },
    ];
  }

  #import(className: string): void {
    this.imports.add(className.split(".")[0] ?? className);
  }
}

function assignment(constant: string | undefined): string {
  return constant === undefined ? "" : `const ${constant} = `;
}
