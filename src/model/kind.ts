import { z } from "zod";
import { type Fields, type Json, unknownValue } from "../util/json.ts";
import type { Edition, Release, Server } from "../util/release.ts";
import { type Family, fieldMetadata } from "./field-metadata.ts";
import { type Shape, toShape } from "./shape.ts";
import type { Support } from "./support.ts";

/**
 * The requests for a kind: paths below `/service/rest`, or, where the REST API lacks an operation, methods of ExtDirect,
 * which Nexus's own user interface calls: `extdirect:coreui_Task.read`. The HTTP method shows the purpose in both cases.
 * `{field}` is replaced by the percent-encoded field: the identity or, for an object to which Nexus gave an id, any field
 * of Nexus's response.
 */
export interface Endpoints {
  /**
   * Returns all objects in one response, or in pages if the kind has `pageField`. For a setting: returns the setting, or a
   * list that contains it.
   */
  list: string;
  /** Returns one object. If the response is a list, the object with the identity is taken from it. Default: `list` is used. */
  item?: string;
  /** A path whose 404 proves that the object does not exist, for kinds whose `list` and `item` answer 404 without permission, too. */
  presence?: string;
  /** Method and path. A setting is created by the request that updates it. */
  create: `POST ${string}` | `PUT ${string}`;
  /** Method and path. Without it the kind has no field besides its identity. */
  update?: `PUT ${string}` | `POST ${string}`;
  /** Method and path. A setting without it cannot be deleted and always exists. PUT where Nexus has no DELETE: see `deleteBody`. */
  remove?: `DELETE ${string}` | `PUT ${string}`;
}

/** Describes the login of a user kind. Its password cannot be read, so a login is tried to detect a changed password. */
export interface LoginCheck {
  /** The field that has the user name. */
  user: string;
  /** The field that has the password. */
  password: string;
  /** The request that sets the password. Its body is the plain text. */
  change: `PUT ${string}`;
  /** The control field that keeps the password of an existing user. */
  keep: string;
}

/** The release and edition of Nexus that a kind requires. */
export interface Requirements extends Support {
  /** The editions that do not have the kind. Default: none. */
  notIn?: readonly Edition[];
  /** The first release that refuses upper-case letters in names. */
  lowerCaseNamesSince?: Release;
}

/** Requires the Pro edition. */
export const proOnly = { notIn: ["CORE", "OSS", "COMMUNITY"] } as const satisfies Requirements;

/** Names of a kind that earlier releases stored in the state of stacks. */
export interface FormerNames {
  name: string;
  token: string;
}

/** The definition of a kind: its schema, its endpoints and the properties in which it differs from other kinds. */
export interface KindDefinition<S extends z.ZodObject> {
  /** The name in the catalogue, such as `docker-hosted`. It is stored in the state of every stack: a former name stays in `formerly`. */
  name: string;
  /** Pulumi's type token without the package, such as `docker:Hosted`. It is stored like `name`. */
  token: string;
  /** The names of the kind in earlier releases: stacks that stored them show no change. */
  formerly?: readonly FormerNames[];
  /** The noun for messages, such as "docker hosted repository". */
  noun: string;
  family: Family;
  schema: S;
  endpoints: Endpoints | ((server: Server) => Endpoints);
  /** The recipe of a repository. */
  repository?: { format: string; type: "hosted" | "proxy" | "group" };
  /** A setting exists once per Nexus and has no name. It always exists, or can be unset if it has a `remove` endpoint. */
  setting?: true;
  /** The field that is sent as plain text instead of a JSON body. */
  textBodyField?: string;
  /** Computes the identity from the declaration or from Nexus's response, for a kind without an identity field. `from` is the field to report. */
  identify?: { readonly from: string; name(fields: Fields): string };
  /** The field that has the entries of one page, for a list in pages. Its path has `{page}`, which counts from 0. */
  pageField?: string;
  /**
   * The external source that creates the objects, such as LDAP. The provider only updates them. It reads each of them alone,
   * because no list has all of them.
   */
  externallyCreatedIn?: string;
  /** Builds the body of a delete request that needs one. */
  deleteBody?(live: Fields): Json;
  /** Declarations of this family are created before this kind and deleted after it. */
  createdAfter?: Family;
  /** Declares that no object of the family has the name. The value is any kind of the family: it reads the objects. */
  absenceOf?: Kind;
  /** An action instead of an object: Nexus has nothing to read or delete. `create` and `update` are the request of the action. */
  action?: true;
  /**
   * Nexus retrieves the object from somewhere else when the resource is created, as an object of this kind. Its identity is known
   * only then: it is the id of the resource.
   */
  retrieves?: Kind;
  /** Only an administrator can read the object. A refresh with fewer permissions leaves it unchanged and logs that. */
  adminOnlyRead?: true;
  /** The base64 field whose bytes are sent instead of a JSON body. */
  binaryBodyField?: string;
  /** Advice shown with an HTTP status. */
  advice?: Readonly<Record<number, string>>;
  /** Nexus accepts writes only while it offers tasks of this type: that shows that the feature is switched on. */
  offeredTaskType?: string;
  /** Two names that differ only in case conflict. */
  identityIgnoresCase?: true;
  /** The object holds content. If the resource is deleted, the object is kept unless `allowContentLoss` is set. */
  holdsContent?: true;
  /** The list shows only that an object exists. Its fields must be read with `item`. */
  listOmitsFields?: true;
  /** A list that another client reads can undo a change at the same time, so each change is read back and repeated. */
  changesCanBeUndone?: true;
  /** A change to another kind of the family loses content. */
  typeChangeLosesContent?: true;
  requires?: Requirements;
  login?: LoginCheck;
  /** Returns true if an entry of the family's list is of this kind. Default: always true. */
  matches?(live: Fields): boolean;
  /** Converts Nexus's response to the fields of the schema. Returns undefined if the response does not contain the setting. */
  fromNexus?(live: Json): Fields | undefined;
  /** Converts fields of the schema to the body of a request. The server is as far as it is known. */
  toNexus?(fields: Fields, purpose: "create" | "update", server?: Server): Json;
}

/** A kind of object in Nexus, such as a docker hosted repository. See {@link defineKind}. */
export interface Kind<S extends z.ZodObject = z.ZodObject> extends Omit<KindDefinition<S>, "endpoints"> {
  readonly shape: Shape;
  /** The identity field. undefined for a setting and for a kind that computes its identity. */
  readonly identity: string | undefined;
  /** True if the endpoints differ by release or edition, so that both must be known before the first request. */
  readonly endpointsVary: boolean;
  endpoints(server: Server): Endpoints;
  matches(live: Fields): boolean;
  fromNexus(live: Json): Fields | undefined;
  toNexus(fields: Fields, purpose: "create" | "update", server?: Server): Json;
}

/** Options of the provider that every kind accepts. They are never sent to Nexus. */
const controls = {
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports them;
   * `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict: z.enum(["adopt", "fail"]).optional().register(fieldMetadata, { control: true }),
};

const contentControls = {
  /**
   * Allows actions that lose content: if the resource is deleted, the object is deleted in Nexus with all its content; a change
   * that Nexus cannot make in place (format, type, blob store) deletes the object and creates it again, empty. Default: false.
   */
  allowContentLoss: z.boolean().optional().register(fieldMetadata, { control: true }),
};

/** The fields that every kind, or every kind with content, has. They are read when the program runs, so they cannot be Outputs. */
export const controlNames: readonly string[] = Object.keys({ ...controls, ...contentControls });
export type Controls = typeof controls;
export type ContentControls = typeof contentControls;

/**
 * Creates a kind from its definition: adds the control fields to the schema and fills in defaults.
 *
 * @example
 * export const routingRule = defineKind({
 *   name: "routing-rule",
 *   token: "nexus:RoutingRule",
 *   noun: "routing rule",
 *   family: "routing rule",
 *   schema: z.strictObject({ name: nexusName().register(fieldMetadata, { identity: true }), ... }),
 *   endpoints: { list: "/v1/routing-rules", create: "POST /v1/routing-rules", ... },
 * });
 */
export function defineKind<S extends z.ZodObject>(definition: KindDefinition<S>): Kind<S> {
  const { endpoints } = definition;
  const losesContent =
    definition.typeChangeLosesContent || definition.holdsContent || definition.absenceOf?.holdsContent;
  const schema = definition.schema.extend(
    losesContent ? { ...controls, ...contentControls } : controls,
  ) as unknown as S;
  const shape = toShape(schema);
  const identity = Object.keys(shape.fields ?? {}).find((field) => shape.fields?.[field]?.metadata.identity);
  return {
    matches: () => true,
    fromNexus: (live) => live as Fields,
    toNexus: (fields) => fields,
    ...definition,
    schema,
    shape,
    identity,
    endpointsVary: typeof endpoints === "function",
    endpoints: typeof endpoints === "function" ? endpoints : () => endpoints,
  };
}

/** Returns the identity of a declaration for messages: its name or id, or the kind's noun for a setting. */
export function getIdentity(kind: Kind, fields: Fields): string {
  if (kind.identify) {
    const identity = kind.identify.name(fields);
    return identity.includes(unknownValue) ? unknownValue : identity;
  }
  if (kind.identity === undefined) return kind.noun;
  const value = fields[kind.identity];
  return typeof value === "string" ? value : "";
}

/** Formats the name of an object for messages: `role "r"`. A setting has no name besides its noun. */
export function formatIdentity({ noun, setting }: Kind, identity: string): string {
  return setting ? noun : `${noun} "${identity}"`;
}

/** Returns a key that is unique for each object in Nexus: `repository/apps`. Two declarations must not have the same key. */
export function toIdentityKey(kind: Kind, identity: string): string {
  return `${kind.family}/${kind.identityIgnoresCase ? identity.toLowerCase() : identity}`;
}

/** Fills the placeholders of a path: `/v1/roles/{roleId}` and `{ roleId: "a b" }` become `/v1/roles/a%20b`. */
export function expandPath(template: string, fields: Fields): string {
  return template.replace(/\{(\w+)\}/g, (_, field: string) => encodeURIComponent(String(fields[field] ?? "")));
}
