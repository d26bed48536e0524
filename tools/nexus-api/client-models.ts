import ts from "typescript";
import type { ApiField, ApiSchema } from "../../embedded-nexus/src/facts.ts";

/** Reads a model of a generated TypeScript client: the schema of the interface, with the fields' names in JSON. */
export function readModel(name: string, text: string): ApiSchema {
  const source = ts.createSourceFile(`${name}.ts`, text, ts.ScriptTarget.Latest);
  const enums = readEnums(source);
  const jsonNames = readJsonNames(source, `${name}FromJSONTyped`);
  const fields = listInterfaces(source)
    .filter((declaration) => declaration.name.text === name)
    .flatMap(({ members }) => listFields(members, enums))
    .map((field) => ({ ...field, name: jsonNames.get(field.name) ?? field.name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return {
    type: "object",
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(fields.map(({ name, field }) => [name, field])),
  };
}

export type EnumValues = ReadonlyMap<string, readonly string[]>;

/** Returns the enumerations of a file: `export const StatusEnum = { Active: 'active' } as const`. */
export function readEnums(source: ts.SourceFile): EnumValues {
  const declarations = source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations]);
  return new Map(
    declarations.flatMap(({ name, initializer }) => {
      if (!ts.isIdentifier(name) || !initializer || !ts.isAsExpression(initializer)) return [];
      const { expression } = initializer;
      if (!ts.isObjectLiteralExpression(expression)) return [];
      const values = expression.properties.flatMap((property) =>
        ts.isPropertyAssignment(property) && ts.isStringLiteral(property.initializer)
          ? [property.initializer.text]
          : [],
      );
      return [[name.text, values]];
    }),
  );
}

/** Returns the interfaces of a file. */
export function listInterfaces(source: ts.SourceFile): ts.InterfaceDeclaration[] {
  return source.statements.filter(ts.isInterfaceDeclaration);
}

/** Returns the fields of an interface: name, type, and whether it is required. */
export function listFields(members: readonly ts.TypeElement[], enums: EnumValues) {
  return members.flatMap((member) => {
    if (!ts.isPropertySignature(member) || !member.type) return [];
    return [
      { name: readName(member.name), field: toField(member.type, enums), required: member.questionToken === undefined },
    ];
  });
}

/** Converts a TypeScript type to a field. A type from another file is the reference of a schema. */
export function toField(type: ts.TypeNode, enums: EnumValues): ApiField {
  if (ts.isUnionTypeNode(type)) return toField(type.types.find((part) => !isNull(part)) ?? type, enums);
  if (ts.isTypeLiteralNode(type)) {
    const [member] = type.members;
    return {
      type: "object",
      ...(member && ts.isIndexSignatureDeclaration(member) && { values: toField(member.type, enums) }),
    };
  }
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
    return toReference(type.typeName.text, type.typeArguments?.[0], enums);
  }
  switch (type.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { type: "string" };
    case ts.SyntaxKind.NumberKeyword:
      return { type: "number" };
    case ts.SyntaxKind.BooleanKeyword:
      return { type: "boolean" };
    default:
      return { type: "object" };
  }
}

function toReference(name: string, argument: ts.TypeNode | undefined, enums: EnumValues): ApiField {
  if ((name === "Array" || name === "Set") && argument) {
    return { type: "array", ...(name === "Set" && { uniqueItems: true }), items: toField(argument, enums) };
  }
  if (name === "Date") return { type: "string", format: "date-time" };
  if (name === "Blob") return { type: "string", format: "binary" };
  const values = enums.get(name);
  return values ? { type: "string", enum: values } : { ref: name };
}

function isNull(type: ts.TypeNode): boolean {
  return ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword;
}

function readName(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";
}

/** Returns the names in JSON by the names in the interface, from the function that converts JSON: `'tag': json['yum.tag']`. */
function readJsonNames(source: ts.SourceFile, converter: string): Map<string, string> {
  const names = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node)) {
      const jsonName = findIndex(node.initializer);
      if (jsonName !== undefined) names.set(readName(node.name), jsonName);
    } else ts.forEachChild(node, visit);
  };
  source.statements.filter((node) => ts.isFunctionDeclaration(node) && node.name?.text === converter).forEach(visit);
  return names;
}

function findIndex(node: ts.Node): string | undefined {
  if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  return ts.forEachChild(node, findIndex);
}
