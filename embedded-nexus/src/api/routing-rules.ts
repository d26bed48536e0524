import { checkColumnWidths } from "../column-widths.ts";
import { defineEndpoint, type EndpointRequest, type RestEndpoint } from "../http/endpoint.ts";
import { type BeanViolation, messageError, NO_CONTENT, ok, statusError, validationError } from "../http/responses.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { canReadRoutingRules } from "../security/repository-permissions.ts";
import type { RoutingRuleRecord } from "../state.ts";
import { isValidName, NAME_MESSAGE } from "../validation/bean-validation.ts";
import { formatPatternError } from "../validation/java-pattern.ts";

type RuleRequest = { [field in keyof RoutingRuleRecord]?: RoutingRuleRecord[field] | null };

const body = { schema: "RoutingRuleXO" } as const;

/** Routing rules of proxy repositories. */
export const routingRuleEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/routing-rules", {
    handle: (request) => {
      checkCanRead(request);
      return ok(request.nexus.state.routingRules.map(toRuleXO));
    },
  }),

  defineEndpoint("GET /v1/routing-rules/{name}", {
    handle: (request) => {
      checkCanRead(request);
      return ok(toRuleXO(getRule(request.nexus, request.param("name"))));
    },
  }),

  defineEndpoint<RuleRequest>("POST /v1/routing-rules", {
    body,
    permission: "nexus:*",
    handle: ({ nexus, body }) => {
      const rule = toRule(nexus, body);
      nexus.change(() => nexus.state.routingRules.push(rule));
      return NO_CONTENT;
    },
  }),

  // 3.77: a rule can be renamed; 3.71: repositories with the rule follow.
  defineEndpoint<RuleRequest>("PUT /v1/routing-rules/{name}", {
    body,
    permission: "nexus:*",
    handle: ({ nexus, body, param }) => {
      const rule = getRule(nexus, param("name"));
      const old = rule.name;
      const changed = toRule(nexus, body, rule);
      nexus.change(() => {
        Object.assign(rule, changed);
        for (const repository of listRepositoriesWithRule(nexus, old)) repository.routingRule = rule.name;
      });
      return NO_CONTENT;
    },
  }),

  defineEndpoint("DELETE /v1/routing-rules/{name}", {
    permission: "nexus:*",
    handle: ({ nexus, param }) => {
      const { name } = getRule(nexus, param("name"));
      const uses = listRepositoriesWithRule(nexus, name).length;
      nexus.raceEmulation.checkRoutingRuleDelete();
      if (uses > 0) throw messageError(400, `Routing rule is still in use by ${uses} repositories.`);
      nexus.change(() => {
        nexus.state.routingRules = nexus.state.routingRules.filter((rule) => rule.name !== name);
      });
      return NO_CONTENT;
    },
  }),
];

function checkCanRead({ nexus, subject }: EndpointRequest): void {
  if (!canReadRoutingRules(nexus, subject)) throw statusError(403);
}

function getRule(nexus: Nexus, name: string): RoutingRuleRecord {
  const rule = nexus.state.routingRules.find((rule) => rule.name === name);
  if (!rule) throw messageError(404, `Did not find a routing rule with the name '${name}'`);
  return rule;
}

function listRepositoriesWithRule(nexus: Nexus, rule: string) {
  return nexus.state.repositories.filter((repository) => repository.routingRule === rule);
}

/** Validates a rule here instead of by its bean: after the permission, and with bare field names as ids (3.71). */
function toRule(nexus: Nexus, request: RuleRequest, changed?: RoutingRuleRecord): RoutingRuleRecord {
  const { name, description, mode, matchers } = request;
  const violations: BeanViolation[] = [];
  const addViolation = (id: string, message: string): number => violations.push({ id, message });
  if (!name) addViolation("name", "A non-empty value must be specified");
  else if (!isValidName(name)) addViolation("name", NAME_MESSAGE);
  else if (nexus.state.routingRules.some((rule) => rule !== changed && rule.name === name)) {
    addViolation("name", "A rule with the same name already exists. Name must be unique.");
  }
  if (description === undefined || description === null)
    addViolation("description", "A non-null value must be specified");
  if (!mode) addViolation("mode", "A non-empty value must be specified");
  if (!matchers || matchers.length === 0) addViolation("matchers", "At least one rule must be specified");
  for (const [index, matcher] of (matchers ?? []).entries()) {
    const error = matcher === "" ? undefined : formatPatternError(matcher);
    if (matcher === "") addViolation(`matchers[${index}]`, "Empty matchers are not allowed");
    else if (error !== undefined) addViolation(`matchers[${index}]`, `Invalid regex: ${error}`);
  }
  if (violations.length > 0 || !name || !mode || !matchers) throw validationError(violations);
  checkColumnWidths(nexus.release, "routingRule", { NAME: name, DESCRIPTION: description ?? "" });
  return { name, description: description ?? "", mode, matchers };
}

function toRuleXO({ name, description, mode, matchers }: RoutingRuleRecord): JsonObject {
  return { name, description, mode, matchers };
}
