/** The estate of a Nexus as a file of src/estates. */
import { toClassName } from "../reference/kind-descriptions.ts";
import type { AccessOf } from "./accesses.ts";
import { type Code, type Entry, statement } from "./code.ts";
import { construction, type Written } from "./declared.ts";
import { literal } from "./literal.ts";
import { camel } from "./names.ts";
import { titleOf } from "./order.ts";
import { privilegesCode } from "./privileges.ts";
import { leftOut } from "./report.ts";
import type { Called, CalledExisting, Scope } from "./scope.ts";
import { type Left, waits } from "./taken.ts";
import { type Upstreams, upstreamsIn } from "./upstreams.ts";

/** Of declarations within `declare`. */
const indent = 4;
const pad = " ".repeat(indent);

/** The whole text. */
export function estateText(name: string, scope: Scope, upstreams: Upstreams, left: readonly Left[]): string {
  const { body, imports, givesPasswords } = new Body(scope, upstreams);
  const secrets = scope.things.flatMap(({ secretNames }) => [...secretNames.values()]);
  const site = [
    ...(secrets.length ? ["settings"] : []),
    ...(upstreams.size ? ["upstreams"] : []),
    ...(givesPasswords ? ["password"] : []),
  ];
  return [
    `/** ${name}, as \`nexus-iac export\` found it. */`,
    importOf([...imports, "estate"]),
    ...(secrets.length ? ['import { z } from "zod";', "", ...schemaOf(secrets)] : []),
    "",
    "export default estate({",
    ...(secrets.length ? settings : []),
    ...(upstreams.size ? [entry("upstreams", { array: [...upstreams.keys()].sort().map(literal) }), ""] : []),
    site.length ? `  declare({ ${site.join(", ")} }) {` : "  declare() {",
    ...(secrets.length ? [`${pad}const { secrets } = settings;`, ""] : []),
    body.join("\n\n"),
    ...(left.length
      ? [
          "",
          `${pad}// What stays as it is, as it cannot be declared:`,
          ...left.map((one) => `${pad}// ${leftOut(one)}`),
        ]
      : []),
    "  },",
    "});",
    "",
  ].join("\n");
}

const settings = [
  "  settings: {",
  "    /** What Nexus shows to nobody. What is for a secret that is not configured stays as it is. */",
  "    secrets: hidden.prefault({}),",
  "  },",
];

function schemaOf(names: readonly string[]): string[] {
  const object = names.toSorted().map((name) => ({ name, value: "secret" }));
  return [
    "const secret = z.string().min(1).optional();",
    statement("const hidden = ", { call: "z.strictObject", args: [{ object }] }, 0),
  ];
}

function entry(name: string, code: Code): string {
  return statement(`${name}: `, code, 2).replace(/;$/, ",");
}

/** Sorted as the formatter sorts: letter by letter, a capital before its small one. */
function importOf(names: readonly string[]): string {
  const sorted = [...new Set(names)].sort((a, b) => (sortable(a) < sortable(b) ? -1 : 1));
  const line = `import { ${sorted.join(", ")} } from "nexus-iac";`;
  return line.length <= 120 ? line : `import {\n${sorted.map((name) => `  ${name},\n`).join("")}} from "nexus-iac";`;
}

function sortable(name: string): string {
  return [...name].map((letter) => letter.toLowerCase() + (letter === letter.toLowerCase() ? "b" : "a")).join("");
}

/** What is declared: paragraphs, each with its title. */
class Body {
  readonly body: readonly string[];
  readonly imports = new Set<string>();
  givesPasswords = false;
  readonly #scope: Scope;
  readonly #upstreams: Upstreams;
  /** Constants of lists of repositories, by what is in them. */
  readonly #lists = new Map<string, string>();

  constructor(scope: Scope, upstreams: Upstreams) {
    this.#scope = scope;
    this.#upstreams = upstreams;
    const inside = new Set([...scope.accesses.values()].flatMap(({ users }) => users));
    const paragraphs = new Map<string, string[]>();
    const add = (title: string, lines: string[]) => paragraphs.set(title, [...(paragraphs.get(title) ?? []), ...lines]);
    for (const one of scope.existing) add("Elsewhere, or waiting for a secret", [this.#existing(one)]);
    for (const one of scope.things) {
      if (inside.has(one)) continue;
      const access = scope.accesses.get(one);
      add(titleOf(one.kind), access ? this.#access(access) : this.#thing(one));
    }
    this.body = [...paragraphs].map(([title, lines]) => [`${pad}// ${title}`, ...lines].join("\n"));
  }

  #existing({ family, name, format, type, constant }: CalledExisting): string {
    this.imports.add("existing");
    const facts = Object.entries({ format, type }).flatMap(([fact, value]): Entry[] =>
      value === undefined ? [] : [{ name: fact, value: literal(value) }],
    );
    const args: Code[] = [literal(name), ...(facts.length ? [{ object: facts }] : [])];
    return statement(assigned(constant), { call: `existing.${camel(family, "")}`, args }, indent);
  }

  #thing(thing: Called): string[] {
    const { kind, constant, fields } = thing;
    this.#import(toClassName(kind));
    const written = upstreamsIn(fields, this.#upstreams);
    const before: string[] = [];
    const privileges = kind.family === "role" ? this.#privileges(thing, before) : undefined;
    const code = construction(thing, this.#scope, { ...written, ...privileges }, this.#password(thing));
    if (!waits(thing)) return [...before, statement(assigned(constant), code, indent)];
    const secret = thing.secretNames.get(thing.secrets.find(({ goesWith }) => !goesWith.length)?.path ?? "");
    return [`${pad}if (secrets.${secret}) {`, statement("", code, indent + 2), `${pad}}`];
  }

  #access({ role, users }: AccessOf): string[] {
    this.imports.add("Access");
    this.givesPasswords = true;
    const before: string[] = [];
    const { description } = role.fields;
    const object: Entry[] = [
      { name: "description", value: literal(String(description)) },
      { name: "privileges", value: this.#privileges(role, before).privileges ?? { array: [] } },
      { name: "users", value: { array: users.map(({ identity }) => literal(identity)) } },
      { name: "password", value: "password" },
      { name: "keepPasswords", value: "true" },
    ];
    const code = { call: "new Access", args: [literal(role.resource), { object }] };
    return [...before, statement(assigned(role.constant), code, indent)];
  }

  /** The privileges of a role; what must be said before goes to `before`. */
  #privileges({ fields, resource, kind }: Called, before: string[]): Written {
    const names = Array.isArray(fields.privileges) ? fields.privileges.map(String) : [];
    if (!names.length) return {};
    const made = privilegesCode(names, this.#scope, (repositories, word) => {
      const content = repositories.join();
      const known = this.#lists.get(content);
      if (known !== undefined) return known;
      const list = this.#scope.names.give(camel(`${resource}-${word}`, kind.family));
      this.#lists.set(content, list);
      before.push(statement(`const ${list} = `, { array: repositories }, indent));
      return list;
    });
    for (const word of made.words) this.imports.add(word);
    return { privileges: made.code };
  }

  /** The configured password; else the one that there is stays. */
  #password({ kind, identity }: Called): Entry[] {
    if (!kind.login) return [];
    this.givesPasswords = true;
    return [
      { name: kind.login.password, value: { call: "password", args: [literal(identity)] } },
      { name: kind.login.keep, value: "true" },
    ];
  }

  #import(className: string): void {
    this.imports.add(className.split(".")[0] ?? className);
  }
}

function assigned(constant: string | undefined): string {
  return constant === undefined ? "" : `const ${constant} = `;
}
