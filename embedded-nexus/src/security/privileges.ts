import { javaException } from "../http/responses.ts";
import type { Json, JsonObject } from "../json.ts";

/** A privilege as Nexus stores it: its properties are strings, and nothing ties them to its type. */
export interface Privilege {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly readOnly: boolean;
  readonly properties: Readonly<Record<string, string>>;
}

export interface PrivilegeDescriptor {
  /** The properties it is made of, in the order of an answer, as they are called in requests and answers. */
  readonly fields: readonly string[];
  readonly actions: readonly string[];
  readonly schema: string;
  toPermissionString(properties: Readonly<Record<string, string>>): string;
}

const VIEW_ACTIONS = ["READ", "BROWSE", "EDIT", "ADD", "DELETE", "ALL"];

/** The word of an action in a permission: application privileges say create and update, the others add and edit. */
const APPLICATION_WORDS: Readonly<Record<string, string>> = { ADD: "create", EDIT: "update", ALL: "*" };
const toActionWord = (action: string): string => (action === "ALL" ? "*" : action.toLowerCase());
const toApplicationWord = (action: string): string => APPLICATION_WORDS[action] ?? toActionWord(action);

/** A property that is missing counts as all when permissions are worked out; only a wildcard's pattern is demanded. */
const valueOrAll = (property: string | undefined): string => property ?? "*";

const joinActions = (properties: Readonly<Record<string, string>>, name = toActionWord): string =>
  properties.actions === undefined ? "*" : properties.actions.split(",").map(name).join(",");

export const PRIVILEGE_DESCRIPTORS: Readonly<Record<string, PrivilegeDescriptor>> = {
  application: {
    fields: ["actions", "domain"],
    // 3.71, 3.77: no BROWSE, no RUN.
    actions: ["READ", "EDIT", "ADD", "DELETE", "START", "STOP", "ASSOCIATE", "DISASSOCIATE", "ALL"],
    schema: "ApiPrivilegeApplicationRequest",
    toPermissionString: (properties) =>
      `nexus:${valueOrAll(properties.domain)}:${joinActions(properties, toApplicationWord)}`,
  },
  "repository-admin": {
    fields: ["actions", "format", "repository"],
    actions: VIEW_ACTIONS,
    schema: "ApiPrivilegeRepositoryAdminRequest",
    toPermissionString: (properties) =>
      `nexus:repository-admin:${valueOrAll(properties.format)}:${valueOrAll(properties.repository)}:${joinActions(properties)}`,
  },
  "repository-view": {
    fields: ["actions", "format", "repository"],
    actions: VIEW_ACTIONS,
    schema: "ApiPrivilegeRepositoryViewRequest",
    toPermissionString: (properties) =>
      `nexus:repository-view:${valueOrAll(properties.format)}:${valueOrAll(properties.repository)}:${joinActions(properties)}`,
  },
  "repository-content-selector": {
    fields: ["actions", "format", "repository", "contentSelector"],
    actions: VIEW_ACTIONS,
    schema: "ApiPrivilegeRepositoryContentSelectorRequest",
    toPermissionString: ({ contentSelector, format, repository, ...rest }) =>
      `nexus:repository-content-selector:${valueOrAll(contentSelector)}:${valueOrAll(format)}:${valueOrAll(repository)}:${joinActions(rest)}`,
  },
  script: {
    fields: ["actions", "scriptName"],
    actions: [...VIEW_ACTIONS, "RUN"],
    schema: "ApiPrivilegeScriptRequest",
    toPermissionString: (properties) => `nexus:script:${valueOrAll(properties.scriptName)}:${joinActions(properties)}`,
  },
  wildcard: {
    fields: ["pattern"],
    actions: [],
    schema: "ApiPrivilegeWildcardRequest",
    toPermissionString: ({ pattern }) => {
      if (pattern === undefined)
        throw javaException("java.lang.IllegalStateException", "Missing required property: pattern");
      const parts = pattern.trim().replace(/:+$/, "").split(":");
      if (parts.some((part) => /^,+$/.test(part)) || !parts.some(Boolean))
        throw javaException("java.lang.IllegalArgumentException", `${ONLY_DIVIDERS}. ${PROPERLY_FORMATTED}`);
      return pattern;
    },
  },
};

export function getPrivilegeDescriptor(type: string): PrivilegeDescriptor {
  const known = PRIVILEGE_DESCRIPTORS[type];
  if (!known) throw new Error(`no privilege type ${type}`);
  return known;
}

export function getPermissionString(privilege: Privilege): string {
  return getPrivilegeDescriptor(privilege.type).toPermissionString(privilege.properties);
}

const ONLY_DIVIDERS = "Wildcard string cannot contain parts with only dividers";
const PROPERLY_FORMATTED = "Make sure permission strings are properly formatted.";

/** A wildcard privilege without a pattern, or with nothing in it, fails whatever loads it (3.71, 3.77: for ever). */
export function loadPrivilege(privilege: Privilege): Privilege {
  if (privilege.type === "wildcard") getPermissionString(privilege);
  return privilege;
}

export function toApiPrivilege(privilege: Privilege): JsonObject {
  const { type, name, description, readOnly, properties } = loadPrivilege(privilege);
  const fields = getPrivilegeDescriptor(type).fields.map((field): [string, Json] => [
    field,
    field === "actions" ? splitActions(properties.actions) : (properties[field] ?? null),
  ]);
  return { type, name, description, readOnly, ...Object.fromEntries(fields) };
}

/** 3.77: a privilege put through the path of a type without actions can no longer be shown. */
function splitActions(actions: string | undefined): string[] {
  if (actions !== undefined) return actions.split(",");
  throw javaException(
    "java.lang.NullPointerException",
    'Cannot invoke "String.split(String)" because the return value of ' +
      '"org.sonatype.nexus.security.privilege.Privilege.getPrivilegeProperty(String)" is null',
  );
}
