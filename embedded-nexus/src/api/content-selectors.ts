import { checkColumnWidths } from "../column-widths.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { javaException, messageError, NO_CONTENT, ok, validationError } from "../http/responses.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { loadPrivilege } from "../security/privileges.ts";
import type { SelectorRecord } from "../state.ts";
import { findCselError } from "../validation/csel-parser.ts";

interface SelectorRequest {
  name: string;
  description?: string | null;
  expression: string;
}

/** Content selectors. */
export const contentSelectorEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/security/content-selectors", {
    permission: "nexus:selectors:read",
    handle: ({ nexus }) => ok(nexus.state.selectors.map(toSelectorXO)),
  }),

  defineEndpoint("GET /v1/security/content-selectors/{name}", {
    permission: "nexus:selectors:read",
    handle: ({ nexus, param }) => ok(toSelectorXO(getSelector(nexus, param("name")))),
  }),

  defineEndpoint<SelectorRequest>("POST /v1/security/content-selectors", {
    body: { schema: "ContentSelectorApiCreateRequest" },
    permission: "nexus:selectors:create",
    handle: async ({ nexus, body }) => {
      const { name, expression, description = null } = body;
      checkExpression(expression);
      checkNameIsFree(nexus, name);
      checkColumnWidths(nexus.release, "selector", { NAME: name, DESCRIPTION: description });
      const outcome = await nexus.raceEmulation.runSelectorCreate(() => {
        checkNameIsFree(nexus, name);
        nexus.change(() => nexus.state.selectors.push({ name, description, expression }));
      });
      if (outcome === "notSeen") throw notFoundError(name);
      return NO_CONTENT;
    },
  }),

  // 3.77: a name in the body is ignored, an omitted description is removed.
  defineEndpoint<SelectorRequest>("PUT /v1/security/content-selectors/{name}", {
    body: { schema: "ContentSelectorApiUpdateRequest" },
    permission: "nexus:selectors:update",
    handle: ({ nexus, body, param }) => {
      const selector = getSelector(nexus, param("name"));
      const { expression, description = null } = body;
      checkExpression(expression);
      nexus.change(() => Object.assign(selector, { expression, description }));
      return NO_CONTENT;
    },
  }),

  defineEndpoint("DELETE /v1/security/content-selectors/{name}", {
    permission: "nexus:selectors:delete",
    handle: ({ nexus, param }) => {
      const { name } = getSelector(nexus, param("name"));
      const isUsed = nexus.state.privileges
        .map(loadPrivilege)
        .some((privilege) => privilege.properties.contentSelector === name);
      // 3.77: 500, although other objects in use are 400.
      if (isUsed) {
        throw javaException(
          "java.lang.IllegalStateException",
          `Content selector ${name} is in use and cannot be deleted`,
        );
      }
      nexus.change(() => {
        nexus.state.selectors = nexus.state.selectors.filter((selector) => selector.name !== name);
      });
      return NO_CONTENT;
    },
  }),
];

const notFoundError = (name: string) => messageError(404, `No selector found for ${name}`);

function getSelector(nexus: Nexus, name: string): SelectorRecord {
  const selector = nexus.state.selectors.find((selector) => selector.name === name);
  if (!selector) throw notFoundError(name);
  return selector;
}

function checkNameIsFree(nexus: Nexus, name: string): void {
  if (!nexus.state.selectors.some((selector) => selector.name === name)) return;
  throw validationError([
    { id: "name", message: "A selector with the same name already exists. Name must be unique." },
  ]);
}

function checkExpression(expression: string): void {
  const message = findCselError(expression);
  if (message !== undefined) throw validationError([{ id: "HelperBean.expression", message }]);
}

/** Converts a selector to its response body. The type is always csel, also if the request contained another one (3.77). */
function toSelectorXO({ name, description, expression }: SelectorRecord): JsonObject {
  return { name, type: "csel", description, expression };
}
