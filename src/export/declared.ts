/** Declarations as code. */

import type { Family } from "../model/field-metadata.ts";
import { getFieldShapes, type Shape } from "../model/shape.ts";
import { toClassName } from "../reference/kind-descriptions.ts";
import { isFields, type Json } from "../util/json.ts";
import type { CallCode, Code, Entry } from "./code.ts";
import { literal, template } from "./literal.ts";
import type { Called, Scope } from "./scope.ts";

/** How a field is written, by its path, where it is not just its value. */
export type Written = Readonly<Record<string, Code>>;

/** What may be declared by its name alone. */
const bare: readonly Family[] = ["repository", "blob store", "role", "IQ audit", "SAML user"];

/** `new docker.Hosted("apps", { ... })`. */
export function construction(
  thing: Called,
  scope: Scope,
  written: Written = {},
  more: readonly Entry[] = [],
): CallCode {
  const { kind, resource, fields } = thing;
  const said = Object.entries(fields).filter(([name, value]) => name !== kind.identity || value !== resource);
  const writer = new Writer(thing, scope, written);
  const entries = [...writer.entries(kind.shape, Object.fromEntries(said), ""), ...more];
  const args = entries.length || !bare.includes(kind.family) ? [{ object: entries }] : [];
  return { call: `new ${toClassName(kind)}`, args: [literal(resource), ...args] };
}

class Writer {
  readonly #thing: Called;
  readonly #scope: Scope;
  readonly #written: Written;
  /** By path: the secret without which it is not said. */
  readonly #waiting: ReadonlyMap<string, string>;

  constructor(thing: Called, scope: Scope, written: Written) {
    this.#thing = thing;
    this.#scope = scope;
    this.#written = written;
    this.#waiting = new Map(
      thing.secrets.flatMap(({ path, goesWith }) =>
        goesWith.flatMap((other): [string, string][] => (other === path ? [] : [[other, this.#secret(path)]])),
      ),
    );
  }

  entries(shape: Shape, value: Json, above: string): Entry[] {
    const fields = isFields(value) ? value : {};
    const known = Object.entries(getFieldShapes(shape, value) ?? {});
    // Names that are anybody's come in no order.
    const sorted = shape.values ? known.sort(([a], [b]) => (a < b ? -1 : 1)) : known;
    return sorted.flatMap(([name, field]) => {
      const [inner, path] = [fields[name], above ? `${above}.${name}` : name];
      return inner === undefined ? [] : [{ name, value: this.#code(field, inner, path) }];
    });
  }

  #code(shape: Shape, value: Json, path: string): Code {
    const code = this.#written[path] ?? this.#plain(shape, value, path);
    const secret = this.#waiting.get(path);
    return secret === undefined ? code : { when: secret, value: code, otherwise: "undefined" };
  }

  #plain(shape: Shape, value: Json, path: string): Code {
    if (this.#thing.secretNames.has(path)) return this.#secret(path);
    const { refersTo } = shape.metadata;
    if (typeof value === "string") return (refersTo && this.#scope.reference(refersTo, value)) ?? text(value);
    if (Array.isArray(value)) {
      const element = shape.element ?? { metadata: {} };
      return { array: value.map((item) => this.#plain(element, item, path)) };
    }
    if (!isFields(value)) return String(value);
    if (shape.fields || shape.values) return { object: this.entries(shape, value, path) };
    // What is declared in one of several forms: a schedule.
    return {
      object: Object.entries(value).flatMap(([name, inner]) =>
        inner === undefined ? [] : [{ name, value: this.#plain({ metadata: {} }, inner, path) }],
      ),
    };
  }

  #secret(path: string): string {
    return `secrets.${this.#thing.secretNames.get(path)}`;
  }
}

function text(value: string): Code {
  const isPage = value.includes("\n") && value.length > 80;
  return isPage ? { lines: template(value) } : literal(value);
}
