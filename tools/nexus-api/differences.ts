import type { ApiFactsFile, ApiField, ApiSchema } from "../../embedded-nexus/src/facts.ts";

/** The differences of two API documents. Subjects are operations (`GET /v1/tasks`) and fields (`TaskXO.name`). */
export interface Differences {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Other changes: of types, values, parameters, and of what a request must contain. */
  readonly changed: readonly string[];
}

export function compareFacts(former: ApiFactsFile, facts: ApiFactsFile): Differences {
  const [before, after] = [listSubjects(former), listSubjects(facts)];
  return {
    added: [...after].filter((subject) => !before.has(subject)),
    removed: [...before].filter((subject) => !after.has(subject)),
    changed: [...compareParameters(former, facts), ...compareSchemas(former, facts)],
  };
}

function listSubjects({ operations, schemas }: ApiFactsFile): Set<string> {
  const fields = Object.entries(schemas).flatMap(([name, { properties = {} }]) =>
    Object.keys(properties).map((field) => `${name}.${field}`),
  );
  return new Set([...Object.keys(operations), ...fields]);
}

function compareParameters(former: ApiFactsFile, facts: ApiFactsFile): string[] {
  return Object.entries(facts.operations).flatMap(([operation, { parameters = {}, body = {} }]) => {
    const before = former.operations[operation];
    if (!before) return [];
    return [
      ...compareLists(`${operation}: parameters`, Object.keys(before.parameters ?? {}), Object.keys(parameters)),
      ...compareTypes(`${operation}: body`, before.body ?? {}, body),
    ];
  });
}

function compareSchemas(former: ApiFactsFile, facts: ApiFactsFile): string[] {
  return Object.entries(facts.schemas).flatMap(([name, schema]) => {
    const before = former.schemas[name];
    return before ? compareSchema(name, before, schema) : [];
  });
}

function compareSchema(name: string, before: ApiSchema, { required = [], properties = {} }: ApiSchema): string[] {
  const fields = Object.entries(properties).flatMap(([field, type]) => {
    const typeBefore = before.properties?.[field];
    return typeBefore ? compareTypes(`${name}.${field}`, typeBefore, type) : [];
  });
  return [...compareLists(`${name}: required`, before.required ?? [], required), ...fields];
}

function compareTypes(subject: string, before: ApiField, after: ApiField): string[] {
  const [typeBefore, type] = [describeType(before), describeType(after)];
  return [
    ...(typeBefore === type ? [] : [`${subject}: ${typeBefore} -> ${type}`]),
    ...compareLists(`${subject}: values`, listValues(before), listValues(after)),
  ];
}

function compareLists(subject: string, before: readonly string[], after: readonly string[]): string[] {
  const changes = [
    ...after.filter((name) => !before.includes(name)).map((name) => `+${name}`),
    ...before.filter((name) => !after.includes(name)).map((name) => `-${name}`),
  ];
  return changes.length > 0 ? [`${subject}: ${changes.join(", ")}`] : [];
}

const listValues = (field: ApiField): readonly string[] => (field.items ?? field).enum ?? [];

function describeType({ ref, type, items }: ApiField): string {
  return items ? `array of ${describeType(items)}` : (ref ?? type ?? "nothing");
}

/** Formats the differences with a line for each operation, for the fields of each schema, and for each other change. */
export function formatDifferences({ added, removed, changed }: Differences): string {
  const section = (title: string, lines: readonly string[]) => [`${title}:`, ...lines.map((line) => `  ${line}`)];
  return [
    ...section("Added", joinFields(added)),
    ...section("Removed", joinFields(removed)),
    ...section("Changed", changed),
  ].join("\n");
}

/** Joins the fields of a schema: `TaskXO.id` and `TaskXO.name` become `TaskXO: id, name`. Operations stay as they are. */
function joinFields(subjects: readonly string[]): string[] {
  const fieldsOf = new Map<string, string[]>();
  for (const subject of subjects) {
    const [owner = "", ...path] = subject.includes(" ") ? [subject] : subject.split(".");
    fieldsOf.set(owner, [...(fieldsOf.get(owner) ?? []), ...(path.length > 0 ? [path.join(".")] : [])]);
  }
  return [...fieldsOf].map(([owner, fields]) => (fields.length > 0 ? `${owner}: ${fields.join(", ")}` : owner));
}
