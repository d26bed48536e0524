import { z } from "zod";
import { fieldMetadata, referenceTo, withCreateDefault } from "../field-metadata.ts";
import { defineKind, type Kind } from "../kind.ts";
import { nexusName } from "../names.ts";

const common = {
  /** Default: the resource's own name. */
  name: nexusName().register(fieldMetadata, { identity: true }),
  /** For people. */
  description: withCreateDefault(z.string(), ""),
};

/** Actions by the type of the privilege, as Nexus takes them. The order is kept and means nothing. */
function actions<const A extends readonly [string, ...string[]]>(allowed: A) {
  return z.array(z.enum(allowed)).min(1).register(fieldMetadata, { unordered: true, ignoreCase: true });
}

/** Each part holds something beside commas (3.71). */
function isReadable(pattern: string): boolean {
  const parts = pattern.trim().replace(/:+$/, "").split(":");
  return parts.some(Boolean) && parts.every((part) => !/^,+$/.test(part));
}

const contentActions = actions(["BROWSE", "READ", "EDIT", "ADD", "DELETE", "ALL"]);

const repository = {
  /** The format in Nexus's words (`docker`, `maven2`, ...), `*` for all. */
  format: z.string().min(1),
  /** The repository's name, `*` for all of the format. */
  repository: referenceTo("repository"),
  /** `BROWSE`, `READ`, `EDIT`, `ADD`, `DELETE`, or `ALL` of them. An upload over HTTP needs EDIT beside ADD. */
  actions: contentActions,
};

/** Each of Nexus's six types; a privilege's type cannot change. */
export const privilegeSchemas = {
  application: z.strictObject({
    ...common,
    /** The part of Nexus: `blobstores`, `users`, ..., `*`. Nexus does not check it. */
    domain: z.string().min(1),
    /** What may be done with it; ADD and EDIT stand for creating and updating. */
    actions: actions(["READ", "EDIT", "ADD", "DELETE", "ASSOCIATE", "DISASSOCIATE", "START", "STOP", "ALL"]),
  }),
  "repository-view": z.strictObject({ ...common, ...repository }),
  "repository-admin": z.strictObject({ ...common, ...repository }),
  "repository-content-selector": z.strictObject({
    ...common,
    ...repository,
    /** Which of the repository's content it is about. */
    contentSelector: referenceTo("content selector"),
  }),
  script: z.strictObject({
    ...common,
    /** A script that Nexus has. */
    scriptName: referenceTo("script"),
    /** RUN to run it; the others on the script itself. */
    actions: actions(["BROWSE", "READ", "EDIT", "ADD", "DELETE", "RUN", "ALL"]),
  }),
  wildcard: z.strictObject({
    ...common,
    /** A permission string of Nexus's, parts apart by colons: `nexus:repository-view:docker:*:read`. */
    pattern: z
      .string()
      .min(1)
      .refine(
        isReadable,
        "has a part of nothing but colons and commas: Nexus keeps it and then fails, for good, whatever asks it for privileges",
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
      one: "/v1/security/privileges/{name}",
      create: `POST /v1/security/privileges/${type}`,
      // A PUT through another type's path is not refused and spoils the privilege, or all of them, for good (3.71, 3.77).
      update: `PUT /v1/security/privileges/${type}/{name}`,
      remove: "DELETE /v1/security/privileges/{name}",
    },
    matches: (live) => live.type === type,
    toNexus: ({ type: _type, readOnly: _readOnly, ...fields }) => fields,
  });
}

/** One kind for each type: `privilegeKinds.wildcard`. */
export const privilegeKinds = Object.fromEntries(
  Object.entries(privilegeSchemas).map(([type, schema]) => [type, privilegeKind(type as PrivilegeType, schema)]),
) as { [T in PrivilegeType]: Kind<PrivilegeSchemas[T]> };
