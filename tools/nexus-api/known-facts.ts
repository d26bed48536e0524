import type { ApiFactsFile, ApiField, ApiOperation, ApiParameter, ApiSchema } from "../../embedded-nexus/src/facts.ts";

/**
 * Adds to the facts of a generated client what it lacks and the former facts have: statuses, media types, the schema of a form,
 * bounds, and which numbers are integers.
 */
export function addKnownFacts(facts: ApiFactsFile, former: ApiFactsFile): ApiFactsFile {
  return {
    ...facts,
    operations: mapValues(facts.operations, (operation, name) => addToOperation(operation, former.operations[name])),
    schemas: mapValues(facts.schemas, (schema, name) => addToSchema(schema, former.schemas[name])),
  };
}

function addToOperation(operation: ApiOperation, former: ApiOperation | undefined): ApiOperation {
  const { parameters, body = former?.body, ...others } = operation;
  const known = { consumes: former?.consumes, statuses: former?.statuses };
  return {
    ...(parameters && {
      parameters: mapValues(parameters, (parameter, name): ApiParameter => {
        const { in: place, required, ...field } = parameter;
        return { in: place, ...addToField(field, former?.parameters?.[name]), ...(required && { required }) };
      }),
    }),
    ...others,
    ...(body && { body: addToField(body, former?.body) }),
    ...omitUndefined(known),
  };
}

function addToSchema({ properties = {}, ...schema }: ApiSchema, former: ApiSchema | undefined): ApiSchema {
  return {
    ...schema,
    properties: mapValues(properties, (field, name) => addToField(field, former?.properties?.[name])),
  };
}

function addToField(field: ApiField, former: ApiField | undefined): ApiField {
  const isInteger = field.type === "number" && former?.type === "integer";
  const { format, pattern, minLength, maxLength, minimum, maximum, readOnly } = former ?? {};
  return {
    ...field,
    ...(isInteger && { type: "integer" }),
    ...(field.items && { items: addToField(field.items, former?.items) }),
    ...(field.values && { values: addToField(field.values, former?.values) }),
    ...(field.type !== undefined &&
      omitUndefined({ format: field.format ?? format, pattern, minLength, maxLength, minimum, maximum, readOnly })),
    ...(former?.default !== undefined && { default: former.default }),
  };
}

function mapValues<T, U>(
  values: Readonly<Record<string, T>>,
  convert: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, convert(value, key)]));
}

function omitUndefined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
