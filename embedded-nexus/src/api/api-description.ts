import type { ApiField, ApiOperation } from "../facts.ts";
import { isKnownIn } from "../facts.ts";
import type { RestEndpoint } from "../http/endpoint.ts";
import { ok } from "../http/responses.ts";
import type { WebPage } from "../http/web-page.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";

/**
 * The description of the API in Swagger 2.0, which everyone can read (3.71). It contains the documented operations that this
 * release and edition answers here, with schemas but without descriptions.
 */
export const createApiDescriptionPage = (endpoints: readonly RestEndpoint[]): WebPage => ({
  path: "/service/rest/swagger.json",
  handle: (nexus) => ok(describeApi(nexus, endpoints)),
});

function describeApi(nexus: Nexus, endpoints: readonly RestEndpoint[]): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const { method, path } of endpoints) {
    const name = path.replace(/:(\w+)/g, "{$1}");
    const operation = nexus.facts.operations[`${method} ${name}`];
    if (!operation || !isKnownIn(nexus.release, `${method} ${name}`)) continue;
    paths[name] = { ...paths[name], [method.toLowerCase()]: describeOperation(operation) };
  }
  return {
    swagger: "2.0",
    info: { version: nexus.release.text, title: "Nexus Repository Manager REST API" },
    basePath: "/service/rest/",
    paths,
    definitions: describeSchemas(nexus, paths),
  };
}

function describeOperation({ parameters = {}, body, consumes = [], returns, statuses = [] }: ApiOperation): JsonObject {
  const described: Json[] = Object.entries(parameters).map(([name, parameter]) => ({ name, ...toSwagger(parameter) }));
  if (body) described.push({ in: "body", name: "body", required: false, schema: toSwagger(body) });
  const codes = statuses.length > 0 ? statuses : [200];
  const responses = codes.map((status): [string, JsonObject] => [
    String(status),
    { description: "", ...(returns && status < 300 && { schema: toSwagger(returns) }) },
  ]);
  return {
    consumes: [...consumes],
    produces: ["application/json"],
    parameters: described,
    responses: Object.fromEntries(responses),
  };
}

/** Returns the schemas that the paths refer to, directly or through others, with the fields that the release has. */
function describeSchemas(nexus: Nexus, paths: Json): JsonObject {
  const definitions: JsonObject = {};
  const add = (value: Json | undefined): void => {
    if (Array.isArray(value)) for (const item of value) add(item);
    if (!isObject(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "$ref") define(String(inner).replace(/^#\/definitions\//, ""));
      else add(inner);
    }
  };
  const define = (name: string): void => {
    const schema = nexus.facts.schemas[name];
    if (!schema || name in definitions) return;
    const known = Object.entries(schema.properties ?? {}).filter(([field]) =>
      isKnownIn(nexus.release, `${name}.${field}`),
    );
    const properties = Object.fromEntries(known.map(([field, fact]) => [field, toSwagger(fact)]));
    const required = (schema.required ?? []).filter((field) => field in properties);
    definitions[name] = { type: "object", ...(required.length > 0 && { required }), properties };
    add(properties);
  };
  add(paths);
  return definitions;
}

/** Converts a fact to Swagger: `{ ref: "X" }` becomes `{ "$ref": "#/definitions/X" }`, at any depth. */
function toSwagger(fact: ApiField): JsonObject {
  const { ref, items, ...rest } = fact;
  return {
    ...(rest as JsonObject),
    ...(ref !== undefined && { $ref: `#/definitions/${ref}` }),
    ...(items && { items: toSwagger(items) }),
  };
}
