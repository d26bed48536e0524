import { uncaught } from "../http/responses.ts";
import type { Json, JsonObject } from "../json.ts";

/** A privilege as Nexus stores it: its properties are strings, and nothing ties them to its type. */
export interface Privilege {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly readOnly: boolean;
  readonly properties: Readonly<Record<string, string>>;
}

export interface PrivilegeType {
  /** The properties it is made of, in the order of an answer, as they are called in requests and answers. */
  readonly fields: readonly string[];
  readonly actions: readonly string[];
  readonly schema: string;
  permission(properties: Readonly<Record<string, string>>): string;
}

const VIEW = ["READ", "BROWSE", "EDIT", "ADD", "DELETE", "ALL"];

/** The word of an action in a permission: application privileges say create and update, the others add and edit. */
const APPLICATION_WORDS: Readonly<Record<string, string>> = { ADD: "create", EDIT: "update", ALL: "*" };
const word = (action: string): string => (action === "ALL" ? "*" : action.toLowerCase());
const applicationWord = (action: string): string => APPLICATION_WORDS[action] ?? word(action);

/** A property that is missing counts as all when permissions are worked out; only a wildcard's pattern is demanded. */
const all = (property: string | undefined): string => property ?? "*";

const actionsOf = (properties: Readonly<Record<string, string>>, name = word): string =>
  properties.actions === undefined ? "*" : properties.actions.split(",").map(name).join(",");

export const PRIVILEGE_TYPES: Readonly<Record<string, PrivilegeType>> = {
  application: {
    fields: ["actions", "domain"],
    // 3.71, 3.77: no BROWSE, no RUN.
    actions: ["READ", "EDIT", "ADD", "DELETE", "START", "STOP", "ASSOCIATE", "DISASSOCIATE", "ALL"],
    schema: "ApiPrivilegeApplicationRequest",
    permission: (properties) => `nexus:${all(properties.domain)}:${actionsOf(properties, applicationWord)}`,
  },
  "repository-admin": {
    fields: ["actions", "format", "repository"],
    actions: VIEW,
    schema: "ApiPrivilegeRepositoryAdminRequest",
    permission: (properties) =>
      `nexus:repository-admin:${all(properties.format)}:${all(properties.repository)}:${actionsOf(properties)}`,
  },
  "repository-view": {
    fields: ["actions", "format", "repository"],
    actions: VIEW,
    schema: "ApiPrivilegeRepositoryViewRequest",
    permission: (properties) =>
      `nexus:repository-view:${all(properties.format)}:${all(properties.repository)}:${actionsOf(properties)}`,
  },
  "repository-content-selector": {
    fields: ["actions", "format", "repository", "contentSelector"],
    actions: VIEW,
    schema: "ApiPrivilegeRepositoryContentSelectorRequest",
    permission: ({ contentSelector, format, repository, ...rest }) =>
      `nexus:repository-content-selector:${all(contentSelector)}:${all(format)}:${all(repository)}:${actionsOf(rest)}`,
  },
  script: {
    fields: ["actions", "scriptName"],
    actions: [...VIEW, "RUN"],
    schema: "ApiPrivilegeScriptRequest",
    permission: (properties) => `nexus:script:${all(properties.scriptName)}:${actionsOf(properties)}`,
  },
  wildcard: {
    fields: ["pattern"],
    actions: [],
    schema: "ApiPrivilegeWildcardRequest",
    permission: ({ pattern }) => {
      if (pattern === undefined)
        throw uncaught("java.lang.IllegalStateException", "Missing required property: pattern");
      const parts = pattern.trim().replace(/:+$/, "").split(":");
      if (parts.some((part) => /^,+$/.test(part)) || !parts.some(Boolean))
        throw uncaught("java.lang.IllegalArgumentException", `${onlyDividers}. ${properlyFormatted}`);
      return pattern;
    },
  },
};

export function privilegeType(type: string): PrivilegeType {
  const known = PRIVILEGE_TYPES[type];
  if (!known) throw new Error(`no privilege type ${type}`);
  return known;
}

export function permissionOf(privilege: Privilege): string {
  return privilegeType(privilege.type).permission(privilege.properties);
}

const onlyDividers = "Wildcard string cannot contain parts with only dividers";
const properlyFormatted = "Make sure permission strings are properly formatted.";

/** A wildcard privilege without a pattern, or with nothing in it, fails whatever loads it (3.71, 3.77: for ever). */
export function loaded(privilege: Privilege): Privilege {
  if (privilege.type === "wildcard") permissionOf(privilege);
  return privilege;
}

export function privilegeAnswer(privilege: Privilege): JsonObject {
  const { type, name, description, readOnly, properties } = loaded(privilege);
  const fields = privilegeType(type).fields.map((field): [string, Json] => [
    field,
    field === "actions" ? actionList(properties.actions) : (properties[field] ?? null),
  ]);
  return { type, name, description, readOnly, ...Object.fromEntries(fields) };
}

/** 3.77: a privilege put through the path of a type without actions can no longer be shown. */
function actionList(actions: string | undefined): string[] {
  if (actions !== undefined) return actions.split(",");
  throw uncaught(
    "java.lang.NullPointerException",
    'Cannot invoke "String.split(String)" because the return value of ' +
      '"org.sonatype.nexus.security.privilege.Privilege.getPrivilegeProperty(String)" is null',
  );
}
