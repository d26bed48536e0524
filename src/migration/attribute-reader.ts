import type { Kind } from "../model/kind.ts";
import { findShapeAt, isSecretField } from "../model/shape.ts";
import { type Fields, getOwn, isFields, type Json, setValueAt } from "../util/json.ts";

/** Describes which field of a kind each attribute of another tool is. */
export interface AttributeMapping {
  /** The path of the field by the path of the attribute, where the names differ: `negative_cache.ttl`. */
  renamed?: Readonly<Record<string, string>>;
  /** Attributes without a counterpart, with the reason. */
  dropped?: Readonly<Record<string, string>>;
  /** Attributes that no program declares, or that are read elsewhere. */
  ignored?: readonly string[];
  /** Attributes whose value 0 stands for none. */
  zeroIfAbsent?: readonly string[];
}

/** Represents the fields of a declaration that were read from attributes. */
export interface ReadAttributes {
  fields: Fields;
  /** The attributes that hold a secret, by the path of the field: `http_client[0].authentication[0].password`. */
  secretSources: ReadonlyMap<string, string>;
  /** The attributes that no field has, with the reason. */
  unmapped: readonly { attribute: string; reason: string }[];
}

/**
 * Reads the attributes of an object of another tool. An attribute without an entry in the mapping has the name of the field,
 * apart from underscores and capitals: `blob_store_name` is `blobStoreName`.
 */
export function readAttributes(kind: Kind, mapping: AttributeMapping, values: Fields): ReadAttributes {
  const reader = new AttributeReader(kind, mapping);
  reader.read(values, { attribute: "", source: "", field: "" });
  return reader;
}

/** The place of a value: as an attribute, with the indexes of lists, and as the field of the declaration. */
interface Place {
  attribute: string;
  source: string;
  /** undefined for a block without a field of its own, whose attributes have fields. */
  field: string | undefined;
}

class AttributeReader implements ReadAttributes {
  fields: Fields = {};
  readonly secretSources = new Map<string, string>();
  readonly unmapped: { attribute: string; reason: string }[] = [];
  readonly #kind: Kind;
  readonly #mapping: AttributeMapping;

  constructor(kind: Kind, mapping: AttributeMapping) {
    this.#kind = kind;
    this.#mapping = mapping;
  }

  read(values: Fields, parent: Place): void {
    const { renamed, ignored = [] } = this.#mapping;
    for (const [name, value] of Object.entries(values)) {
      const attribute = join(parent.attribute, name);
      if (ignored.includes(attribute) && !getOwn(renamed, attribute)) continue;
      const field = getOwn(renamed, attribute) ?? this.#findField(parent.field, name);
      this.#readAttribute(value, { attribute, source: join(parent.source, name), field });
    }
  }

  #readAttribute(value: Json | undefined, place: Place): void {
    const { attribute, source, field } = place;
    const shape = field === undefined ? undefined : findShapeAt(this.#kind.shape, field);
    if (this.#isAbsent(value, attribute) || (shape?.fields && isEmptyList(value))) return;
    const dropped = getOwn(this.#mapping.dropped, attribute);
    const block = toBlock(value);
    if (!dropped && block && (shape?.fields || !shape))
      this.read(block, { ...place, source: source + (Array.isArray(value) ? "[0]" : "") });
    else if (field === undefined || !shape) this.#omit(attribute, value, dropped);
    else {
      if (isSecretField(shape, field)) this.secretSources.set(field, source);
      this.fields = setValueAt(this.fields, field, value ?? null);
    }
  }

  /** An attribute that the tool has for all types of objects says nothing where it is empty, or where this type has no such field. */
  #omit(attribute: string, value: Json | undefined, reason = "has no field in nexus-iac"): void {
    if (isEmptyList(value) || value === false || getOwn(this.#mapping.renamed, attribute)) return;
    this.unmapped.push({ attribute, reason });
  }

  /** Finds the field of the same name. */
  #findField(parent: string | undefined, name: string): string | undefined {
    if (parent === undefined) return undefined;
    const shape = parent ? findShapeAt(this.#kind.shape, parent) : this.#kind.shape;
    if (shape?.values) return join(parent, name);
    const field = Object.keys(shape?.fields ?? {}).find((known) => normalize(known) === normalize(name));
    return field === undefined ? undefined : join(parent, field);
  }

  /** The tools store null, an empty text, an empty block or 0 for a value that Nexus does not have. */
  #isAbsent(value: Json | undefined, attribute: string): boolean {
    const isZero = value === 0 && this.#mapping.zeroIfAbsent?.includes(attribute);
    return value === null || value === undefined || value === "" || isZero === true;
  }
}

function join(parent: string, name: string): string {
  return parent ? `${parent}.${name}` : name;
}

function normalize(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

function isEmptyList(value: Json | undefined): boolean {
  return Array.isArray(value) && !value.length;
}

/** Returns the attributes of a block. Some tools have lists of one block. */
function toBlock(value: Json | undefined): Fields | undefined {
  const block = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isFields(block) ? block : undefined;
}
