import ts from "typescript";
import type { ApiField, ApiOperation, ApiParameter } from "../../embedded-nexus/src/facts.ts";
import { type EnumValues, listFields, listInterfaces, readEnums, toField } from "./client-models.ts";

/** The type of an argument of a generated method. */
interface Argument {
  readonly field: ApiField;
  readonly required: boolean;
}

/** Reads an API class of a generated TypeScript client: its operations by method and path. */
export function readOperations(text: string): [operation: string, ApiOperation][] {
  const source = ts.createSourceFile("api.ts", text, ts.ScriptTarget.Latest);
  const enums = readEnums(source);
  const argumentsOf = new Map(
    listInterfaces(source).map(({ name, members }) => [
      name.text,
      new Map<string, Argument>(listFields(members, enums).map(({ name, ...argument }) => [name, argument])),
    ]),
  );
  return source.statements
    .filter(ts.isClassDeclaration)
    .flatMap(({ members }) => members.filter(ts.isMethodDeclaration))
    .flatMap((method) => readOperation(method, argumentsOf.get(findArgumentType(method)) ?? new Map(), enums));
}

function findArgumentType({ parameters: [first] }: ts.MethodDeclaration): string {
  const type = first?.type;
  return type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) ? type.typeName.text : "";
}

/** Returns the operation of a method; nothing for a method that sends no request itself. */
function readOperation(
  method: ts.MethodDeclaration,
  types: ReadonlyMap<string, Argument>,
  enums: EnumValues,
): [string, ApiOperation][] {
  let [path, verb] = ["", ""];
  const inPath: Record<string, ApiParameter> = {};
  const others: Record<string, ApiParameter> = {};
  let contentType: string | undefined;
  let body: ApiField | undefined;
  const toParameter = (place: ApiParameter["in"], value: ts.Node): ApiParameter => {
    const { field = { type: "string" }, required = false } = types.get(findArgument(value) ?? "") ?? {};
    return { in: place, ...field, ...(required && { required }) };
  };
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && isNamed(node.name, "urlPath")) path = readText(node.initializer);
    else if (ts.isPropertyAssignment(node) && isNamed(node.name, "method")) verb = readText(node.initializer);
    else if (ts.isPropertyAssignment(node) && isNamed(node.name, "body")) {
      body = types.get(findArgument(node.initializer) ?? "")?.field;
    } else if (isReplacement(node)) {
      const [pattern, value] = node.arguments;
      // The pattern is `{${"name"}}`.
      const name = pattern && ts.isTemplateExpression(pattern) ? readText(pattern.templateSpans[0]?.expression) : "";
      if (name && value) inPath[name] = toParameter("path", value);
    } else if (ts.isBinaryExpression(node) && ts.isElementAccessExpression(node.left)) {
      const { expression: record, argumentExpression } = node.left;
      const name = readText(argumentExpression);
      if (isNamed(record, "queryParameters")) others[name] = toParameter("query", node.right);
      else if (isNamed(record, "headerParameters") && name === "Content-Type") contentType = readText(node.right);
      else if (isNamed(record, "headerParameters") && findArgument(node.right) !== undefined) {
        others[name] = toParameter("header", node.right);
      }
    } else ts.forEachChild(node, visit);
  };
  visit(method);
  if (!path || !verb) return [];
  const parameters = { ...inPath, ...others };
  const returns = method.type && findResult(method.type, enums);
  const operation = {
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(contentType && { consumes: [contentType] }),
    ...(body && { body }),
    ...(returns && { returns }),
  };
  return [[`${verb} ${path}`, operation]];
}

/** Returns the type of the response: X in `Promise<runtime.ApiResponse<X>>`; undefined for void. */
function findResult(type: ts.TypeNode, enums: EnumValues): ApiField | undefined {
  if (ts.isTypeReferenceNode(type) && /Promise|ApiResponse/.test(readTypeName(type.typeName))) {
    const [argument] = type.typeArguments ?? [];
    return argument && findResult(argument, enums);
  }
  return type.kind === ts.SyntaxKind.VoidKeyword ? undefined : toField(type, enums);
}

const readTypeName = (name: ts.EntityName): string => (ts.isIdentifier(name) ? name.text : name.right.text);

/** Returns the name in `requestParameters['name']`, which may be converted. */
function findArgument(node: ts.Node): string | undefined {
  if (ts.isElementAccessExpression(node) && isNamed(node.expression, "requestParameters")) {
    return readText(node.argumentExpression);
  }
  return ts.forEachChild(node, findArgument);
}

/** Returns true for `urlPath.replace(...)`, which inserts a parameter in the path. */
function isReplacement(node: ts.Node): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === "replace"
  );
}

const isNamed = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

const readText = (node: ts.Node | undefined): string => (node && ts.isStringLiteralLike(node) ? node.text : "");
