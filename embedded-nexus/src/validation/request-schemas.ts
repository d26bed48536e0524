import { type ApiFacts, type ApiField, isKnownIn } from "../facts.ts";
import { isWithin, type Release } from "../release.ts";
import { ADDED_FIELDS, ADDED_SCHEMAS, FIELD_RULES, type FieldRule } from "./field-rules.ts";

/** A request field in one release: the field in the API facts, with the rules of that release applied. */
export interface RequestField extends Omit<ApiField, "pattern" | "minimum" | "maximum"> {
  readonly name: string;
  readonly schema: string;
  readonly required: boolean;
  readonly pattern?: string | false;
  readonly minimum?: number | false;
  readonly maximum?: number | false;
  readonly rule: FieldRule;
}

/** The request schemas of one release: `schemas.fields("ApiCreateUser")`. */
export class RequestSchemas {
  readonly #release: Release;
  readonly #facts: ApiFacts;
  readonly #fields = new Map<string, readonly RequestField[]>();

  constructor(release: Release, facts: ApiFacts) {
    this.#release = release;
    this.#facts = facts;
  }

  /** Returns the fields of a schema that this release reads. Throws if the API facts do not contain the schema. */
  fields(schema: string): readonly RequestField[] {
    const cached = this.#fields.get(schema);
    if (cached) return cached;
    const fact = this.#facts.schemas[schema] ?? ADDED_SCHEMAS[schema];
    if (!fact) throw new Error(`the API facts do not contain the schema ${schema}`);
    const fields: RequestField[] = [];
    for (const [name, field] of Object.entries({ ...fact.properties, ...ADDED_FIELDS[schema] })) {
      const rule = this.#rule(`${schema}.${name}`);
      if (!(rule.isRead ?? isKnownIn(this.#release, `${schema}.${name}`))) continue;
      const required = rule.required ?? fact.required?.includes(name) ?? false;
      const {
        pattern = field.pattern,
        minimum = field.minimum,
        maximum = field.maximum,
        maxLength = field.maxLength,
      } = rule;
      const { values, ref } = rule;
      const ruled = omitUndefined({ ref, enum: values, pattern, minimum, maximum, maxLength });
      fields.push({ ...splitEnumValues(field), name, schema, required, rule, ...ruled });
    }
    this.#fields.set(schema, fields);
    return fields;
  }

  /** Returns a field of a schema; undefined if this release does not read it. */
  field(schema: string, name: string): RequestField | undefined {
    return this.fields(schema).find((field) => field.name === name);
  }

  #rule(field: string): FieldRule {
    const rules = FIELD_RULES[field] ?? [];
    return Object.assign({}, ...rules.filter((rule) => isWithin(this.#release, rule)));
  }
}

/** Splits enum values: the API document contains one list as a single string, `HUB,REGISTRY,CUSTOM`. */
function splitEnumValues(field: ApiField): ApiField {
  return field.enum ? { ...field, enum: field.enum.flatMap((value) => value.split(",")) } : field;
}

/** Removes undefined values: spread into an object, they would replace the defined ones. */
function omitUndefined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
