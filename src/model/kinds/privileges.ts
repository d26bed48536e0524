import { z } from "zod";
import { fieldMetadata, referenceTo, withCreateDefault } from "../field-metadata.ts";
import { formatName } from "../formats.ts";
import { defineKind, type Kind } from "../kind.ts";
import { nexusName } from "../names.ts";

const common = {
  /** The name. Default: the resource's name. */
  name: nexusName().register(fieldMetadata, { identity: true }),
  /** A description, shown in Nexus. */
  description: withCreateDefault(z.string(), ""),
};

/** The actions that Nexus accepts for a type of privilege. Nexus keeps the order, which has no meaning. */
function actions<const A extends readonly [string, ...string[]]>(allowed: A) {
  return z.array(z.enum(allowed)).min(1).register(fieldMetadata, { unordered: true, ignoreCase: true });
}

/** Every part between colons must contain more than commas (3.71). */
function hasNoEmptyPart(pattern: string): boolean {
  const parts = pattern.trim().replace(/:+$/, "").split(":");
  return parts.some(Boolean) && parts.every((part) => !/^,+$/.test(part));
}

const contentActions = actions(["BROWSE", "READ", "EDIT", "ADD", "DELETE", "ALL"]);

const repository = {
  /** The format, in Nexus's own words (`docker`, `maven2`, ...), or `*` for all. */
  format: formatName(),
  /** The name of the repository, or `*` for all repositories of the format. */
  repository: referenceTo("repository"),
  /** `BROWSE`, `READ`, `EDIT`, `ADD`, `DELETE`, or `ALL`. An upload over HTTP needs `EDIT` and `ADD`. */
  actions: contentActions,
};

/** The schemas of Nexus's six types of privileges. The type of a privilege cannot change. */
export const privilegeSchemas = {
  application: z.strictObject({
    ...common,
    /** The area of Nexus: `blobstores`, `users`, ..., or `*`. Nexus does not validate it. */
    domain: z.string().min(1),
    /** The allowed actions. `ADD` and `EDIT` mean create and update. */
    actions: actions(["READ", "EDIT", "ADD", "DELETE", "ASSOCIATE", "DISASSOCIATE", "START", "STOP", "ALL"]),
  }),
  "repository-view": z.strictObject({ ...common, ...repository }),
  "repository-admin": z.strictObject({ ...common, ...repository }),
  "repository-content-selector": z.strictObject({
    ...common,
    ...repository,
    /** The content selector that restricts the privilege to a part of the content. */
    contentSelector: referenceTo("content selector"),
  }),
  script: z.strictObject({
    ...common,
    /** The name of a script in Nexus. */
    scriptName: referenceTo("script"),
    /** `RUN` runs the script; the other actions read and change the script itself. */
    actions: actions(["BROWSE", "READ", "EDIT", "ADD", "DELETE", "RUN", "ALL"]),
  }),
  wildcard: z.strictObject({
    ...common,
    /** A permission string of Nexus, with parts separated by colons: `nexus:repository-view:docker:*:read`. */
    pattern: z
      .string()
      .min(1)
      .refine(
        hasNoEmptyPart,
        "has a part of only colons and commas: Nexus stores it, and then every request for privileges fails permanently",
      ),
  }),
};

type PrivilegeSchemas = typeof privilegeSchemas;
export type PrivilegeType = keyof PrivilegeSchemas;

function privilegeKind<S extends z.ZodObject>(type: PrivilegeType, schema: S): Kind<S> {
  const className = type.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase());
  return defineKind({
    name: `privilege-${type}`,
    token: `privilege:${className}`,
    noun: `${type} privilege`,
    family: "privilege",
    schema,
    endpoints: {
      list: "/v1/security/privileges",
      item: "/v1/security/privileges/{name}",
      create: `POST /v1/security/privileges/${type}`,
      // Nexus accepts a PUT to the path of another type, which damages the privilege, or all privileges, permanently (3.71, 3.77).
      update: `PUT /v1/security/privileges/${type}/{name}`,
      remove: "DELETE /v1/security/privileges/{name}",
    },
    matches: (live) => live.type === type,
    toNexus: ({ type: _type, readOnly: _readOnly, ...fields }) => fields,
  });
}

/** The kinds of privileges, one for each type: `privilegeKinds.wildcard`. */
export const privilegeKinds = Object.fromEntries(
  Object.entries(privilegeSchemas).map(([type, schema]) => [type, privilegeKind(type as PrivilegeType, schema)]),
) as { [T in PrivilegeType]: Kind<PrivilegeSchemas[T]> };
