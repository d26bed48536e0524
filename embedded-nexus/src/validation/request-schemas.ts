import { type ApiFacts, type ApiField, isKnownIn } from "../facts.ts";
import { isWithin, type Release } from "../release.ts";
import { ADDED_FIELDS, ADDED_SCHEMAS, FIELD_RULES, type FieldRule } from "./field-rules.ts";

/** A field of a request as one release reads it: the fact of 3.94.0 with the rules of that release laid over it. */
export interface RequestField extends Omit<ApiField, "pattern" | "minimum"> {
  readonly name: string;
  readonly schema: string;
  readonly required: boolean;
  readonly pattern?: string | false;
  readonly minimum?: number | false;
  readonly rule: FieldRule;
}

/** The schemas of one release. */
export class RequestSchemas {
  readonly #release: Release;
  readonly #facts: ApiFacts;
  readonly #read = new Map<string, readonly RequestField[]>();

  constructor(release: Release, facts: ApiFacts) {
    this.#release = release;
    this.#facts = facts;
  }

  /** The fields of a schema that this release knows. */
  fields(schema: string): readonly RequestField[] {
    const known = this.#read.get(schema);
    if (known) return known;
    const fact = this.#facts.schemas[schema] ?? ADDED_SCHEMAS[schema];
    if (!fact) throw new Error(`the facts have no schema ${schema}`);
    const fields: RequestField[] = [];
    for (const [name, field] of Object.entries({ ...fact.properties, ...ADDED_FIELDS[schema] })) {
      const rule = this.#rule(`${schema}.${name}`);
      if (!(rule.known ?? isKnownIn(this.#release, `${schema}.${name}`))) continue;
      const required = rule.required ?? fact.required?.includes(name) ?? false;
      const { pattern = field.pattern, minimum = field.minimum, maxLength = field.maxLength } = rule;
      const { values } = rule;
      const ruled = omitUndefined({ enum: values, pattern, minimum, maxLength });
      fields.push({ ...splitEnumValues(field), name, schema, required, rule, ...ruled });
    }
    this.#read.set(schema, fields);
    return fields;
  }

  field(schema: string, name: string): RequestField | undefined {
    return this.fields(schema).find((field) => field.name === name);
  }

  #rule(field: string): FieldRule {
    const rules = FIELD_RULES[field] ?? [];
    return Object.assign({}, ...rules.filter((rule) => isWithin(this.#release, rule)));
  }
}

/** One list of values is written as a single text in the document: `HUB,REGISTRY,CUSTOM`. */
function splitEnumValues(field: ApiField): ApiField {
  return field.enum ? { ...field, enum: field.enum.flatMap((value) => value.split(",")) } : field;
}

/** Only what is defined: a spread of undefined would cover what is there. */
function omitUndefined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
