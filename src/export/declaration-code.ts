import type { Family } from "../model/field-metadata.ts";
import { getFieldShapes, type Shape } from "../model/shape.ts";
import { toClassName } from "../reference/kind-descriptions.ts";
import { isFields, type Json } from "../util/json.ts";
import type { CallCode, Code, CodeEntry } from "./code.ts";
import { toLiteral, toTemplateLiteral } from "./literal.ts";
import type { ProgramResource } from "./program-resources.ts";
import type { SymbolTable } from "./symbol-table.ts";

/** Code that replaces the value of a field, by the path of the field. */
export type FieldCode = Readonly<Record<string, Code>>;

/** Families whose classes take no second argument where only the name is declared. */
const familiesWithOptionalArgs: readonly Family[] = ["repository", "blob store", "role", "IQ audit", "SAML user"];

/** Creates the call that declares a resource: `new docker.Hosted("apps", { ... })`. */
export function createConstructorCall(
  named: ProgramResource,
  symbols: SymbolTable,
  fieldCode: FieldCode = {},
  extraEntries: readonly CodeEntry[] = [],
): CallCode {
  const { kind, resource, fields } = named;
  const declared = Object.entries(fields).filter(([name, value]) => name !== kind.identity || value !== resource);
  const writer = new FieldWriter(named, symbols, fieldCode);
  const entries = [...writer.entries(kind.shape, Object.fromEntries(declared), ""), ...extraEntries];
  const args = entries.length || !familiesWithOptionalArgs.includes(kind.family) ? [{ object: entries }] : [];
  return { call: `new ${toClassName(kind)}`, args: [toLiteral(resource), ...args] };
}

class FieldWriter {
  readonly #named: ProgramResource;
  readonly #symbols: SymbolTable;
  readonly #fieldCode: FieldCode;
  /** The code of the secret without which a field is not declared, by the path of the field. */
  readonly #requiredSecrets: ReadonlyMap<string, string>;

  constructor(named: ProgramResource, symbols: SymbolTable, fieldCode: FieldCode) {
    this.#named = named;
    this.#symbols = symbols;
    this.#fieldCode = fieldCode;
    this.#requiredSecrets = new Map(
      named.secrets.flatMap(({ path, goesWith }) =>
        goesWith.flatMap((other): [string, string][] => (other === path ? [] : [[other, this.#secret(path)]])),
      ),
    );
  }

  entries(shape: Shape, value: Json, parent: string): CodeEntry[] {
    const fields = isFields(value) ? value : {};
    const declarable = Object.entries(getFieldShapes(shape, value) ?? {});
    // Free keys have no order in Nexus.
    const sorted = shape.values ? declarable.sort(([a], [b]) => (a < b ? -1 : 1)) : declarable;
    return sorted.flatMap(([name, field]) => {
      const [inner, path] = [fields[name], parent ? `${parent}.${name}` : name];
      return inner === undefined ? [] : [{ name, value: this.#field(field, inner, path) }];
    });
  }

  #field(shape: Shape, value: Json, path: string): Code {
    const code = this.#fieldCode[path] ?? this.#value(shape, value, path);
    const secret = this.#requiredSecrets.get(path);
    return secret === undefined ? code : { when: secret, value: code, otherwise: "undefined" };
  }

  #value(shape: Shape, value: Json, path: string): Code {
    if (this.#named.secretNames.has(path)) return this.#secret(path);
    const { refersTo } = shape.metadata;
    if (typeof value === "string") return (refersTo && this.#symbols.toReference(refersTo, value)) ?? toTextCode(value);
    if (Array.isArray(value)) {
      const element = shape.element ?? { metadata: {} };
      return { array: value.map((item) => this.#value(element, item, path)) };
    }
    if (!isFields(value)) return String(value);
    if (shape.fields || shape.values) return { object: this.entries(shape, value, path) };
    // A union of several forms has no fields of its own: a schedule.
    return {
      object: Object.entries(value).flatMap(([name, inner]) =>
        inner === undefined ? [] : [{ name, value: this.#value({ metadata: {} }, inner, path) }],
      ),
    };
  }

  #secret(path: string): string {
    return `secrets.${this.#named.secretNames.get(path)}`;
  }
}

/** Long texts of several lines are written as they are, in a template literal. */
function toTextCode(value: string): Code {
  const isMultiline = value.includes("\n") && value.length > 80;
  return isMultiline ? { lines: toTemplateLiteral(value) } : toLiteral(value);
}
