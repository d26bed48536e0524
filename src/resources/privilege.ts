/** Privileges: permissions that roles contain. Nexus creates privileges with every repository; declare others here. */
import { type PrivilegeType, privilegeKinds, type privilegeSchemas } from "../model/kinds/privileges.ts";
import { type Args, NamedResource, type Options } from "./resource.ts";

/** The arguments of a privilege of the type. */
export type PrivilegeArgs<T extends PrivilegeType> = Args<(typeof privilegeSchemas)[T], "name">;

/** A privilege of any type. */
export abstract class Privilege extends NamedResource {}

/** The base class of the privileges of a type. */
export type PrivilegeClass<T extends PrivilegeType> = abstract new (
  name: string,
  args: PrivilegeArgs<T>,
  options?: Options,
) => Privilege;

function privilegeOfType<T extends PrivilegeType>(type: T): PrivilegeClass<T> {
  abstract class OfType extends Privilege {
    constructor(name: string, args: PrivilegeArgs<T>, options?: Options) {
      super(privilegeKinds[type], name, args, options);
    }
  }
  return OfType;
}

/**
 * A permission for an area of Nexus other than repositories, such as users or blob stores.
 *
 * ```ts
 * new privilege.Application("read-users", { domain: "users", actions: ["READ"] });
 * ```
 */
export class Application extends privilegeOfType("application") {}

/**
 * A permission for the content of a repository.
 *
 * ```ts
 * new privilege.RepositoryView("read-all-raw", { format: "raw", repository: "*", actions: ["BROWSE", "READ"] });
 * ```
 */
export class RepositoryView extends privilegeOfType("repository-view") {}

/**
 * A permission for the settings of a repository.
 *
 * ```ts
 * new privilege.RepositoryAdmin("see-settings", { format: "*", repository: "*", actions: ["READ"] });
 * ```
 */
export class RepositoryAdmin extends privilegeOfType("repository-admin") {}

/**
 * A permission for the part of a repository's content that a content selector matches.
 *
 * ```ts
 * new privilege.RepositoryContentSelector("team-files", {
 *   contentSelector: teamPaths.name, format: "raw", repository: files.name, actions: ["READ", "ADD", "EDIT"],
 * });
 * ```
 */
export class RepositoryContentSelector extends privilegeOfType("repository-content-selector") {}

/**
 * A permission for a script.
 *
 * ```ts
 * new privilege.Script("run-cleanup", { scriptName: existing.script("cleanup"), actions: ["RUN"] });
 * ```
 */
export class Script extends privilegeOfType("script") {}

/**
 * A permission string of Nexus.
 *
 * ```ts
 * new privilege.Wildcard("pull-all-images", { pattern: "nexus:repository-view:docker:*:browse,read" });
 * ```
 */
export class Wildcard extends privilegeOfType("wildcard") {}
