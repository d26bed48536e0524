import { javaException } from "../http/responses.ts";
import type { Json, JsonObject } from "../json.ts";

/** A privilege as Nexus stores it. Its properties are strings and are not validated against its type. */
export interface PrivilegeRecord {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly readOnly: boolean;
  readonly properties: Readonly<Record<string, string>>;
}

/** A type of privileges: its properties, and the permission that they grant. */
export interface PrivilegeDescriptor {
  /** The properties, by their names in requests and responses, in the order of responses. */
  readonly fields: readonly string[];
  /** The allowed actions. */
  readonly actions: readonly string[];
  /** The schema of requests in the API facts. */
  readonly schema: string;
  /** Returns the permission that a privilege with these properties grants. Throws like Nexus if they are invalid. */
  toPermissionString(properties: Readonly<Record<string, string>>): string;
}

const VIEW_ACTIONS = ["READ", "BROWSE", "EDIT", "ADD", "DELETE", "ALL"];

/** Actions with another word in permissions: application privileges use create and update, other types add and edit. */
const APPLICATION_WORDS: Readonly<Record<string, string>> = { ADD: "create", EDIT: "update", ALL: "*" };
const toActionWord = (action: string): string => (action === "ALL" ? "*" : action.toLowerCase());
const toApplicationWord = (action: string): string => APPLICATION_WORDS[action] ?? toActionWord(action);

/** Returns `*` for a missing property: only the pattern of a wildcard privilege is required. */
const valueOrAll = (property: string | undefined): string => property ?? "*";

const joinActions = (properties: Readonly<Record<string, string>>, name = toActionWord): string =>
  properties.actions === undefined ? "*" : properties.actions.split(",").map(name).join(",");

/** The privilege types, by their names in the API. */
export const PRIVILEGE_DESCRIPTORS: Readonly<Record<string, PrivilegeDescriptor>> = {
  application: {
    fields: ["actions", "domain"],
    // 3.71, 3.77: neither BROWSE nor RUN.
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

/** Returns the descriptor of a privilege type, `repository-view` for example. Throws if there is none. */
export function getPrivilegeDescriptor(type: string): PrivilegeDescriptor {
  const descriptor = PRIVILEGE_DESCRIPTORS[type];
  if (!descriptor) throw new Error(`no privilege type ${type}`);
  return descriptor;
}

/** Returns the permission that a privilege grants: `nexus:users:read`. */
export function getPermissionString(privilege: PrivilegeRecord): string {
  return getPrivilegeDescriptor(privilege.type).toPermissionString(privilege.properties);
}

const ONLY_DIVIDERS = "Wildcard string cannot contain parts with only dividers";
const PROPERLY_FORMATTED = "Make sure permission strings are properly formatted.";

/** Returns a privilege, or throws if its permission is invalid: an empty wildcard pattern fails every load (3.71, 3.77). */
export function loadPrivilege(privilege: PrivilegeRecord): PrivilegeRecord {
  if (privilege.type === "wildcard") getPermissionString(privilege);
  return privilege;
}

/** Converts a privilege to its response body. */
export function toApiPrivilege(privilege: PrivilegeRecord): JsonObject {
  const { type, name, description, readOnly, properties } = loadPrivilege(privilege);
  const fields = getPrivilegeDescriptor(type).fields.map((field): [string, Json] => [
    field,
    field === "actions" ? splitActions(properties.actions) : (properties[field] ?? null),
  ]);
  return { type, name, description, readOnly, ...Object.fromEntries(fields) };
}

/** Splits actions. Throws without actions: a PUT through the path of a type without them makes a privilege unreadable (3.77). */
function splitActions(actions: string | undefined): string[] {
  if (actions !== undefined) return actions.split(",");
  throw javaException(
    "java.lang.NullPointerException",
    'Cannot invoke "String.split(String)" because the return value of ' +
      '"org.sonatype.nexus.security.privilege.Privilege.getPrivilegeProperty(String)" is null',
  );
}
