/** Privileges: what a role may do. Repositories bring their own; these are for what they do not cover. */
import { type PrivilegeType, privilegeKinds, type privilegeSchemas } from "../model/kinds/privileges.ts";
import { type Args, NamedResource, type Options } from "./resource.ts";

/** What a privilege of that type takes. */
export type PrivilegeArgs<T extends PrivilegeType> = Args<(typeof privilegeSchemas)[T], "name">;

/** A privilege of any type. */
export abstract class Privilege extends NamedResource {}

/** What the class of a type of privilege is. */
export type PrivilegeClass<T extends PrivilegeType> = abstract new (
  name: string,
  args: PrivilegeArgs<T>,
  options?: Options,
) => Privilege;

function ofType<T extends PrivilegeType>(type: T): PrivilegeClass<T> {
  abstract class OfType extends Privilege {
    constructor(name: string, args: PrivilegeArgs<T>, options?: Options) {
      super(privilegeKinds[type], name, args, options);
    }
  }
  return OfType;
}

/**
 * On a part of Nexus that is not a repository.
 *
 * ```ts
 * new privilege.Application("read-users", { domain: "users", actions: ["READ"] });
 * ```
 */
export class Application extends ofType("application") {}

/**
 * On what a repository holds.
 *
 * ```ts
 * new privilege.RepositoryView("read-all-raw", { format: "raw", repository: "*", actions: ["BROWSE", "READ"] });
 * ```
 */
export class RepositoryView extends ofType("repository-view") {}

/**
 * On a repository's own settings.
 *
 * ```ts
 * new privilege.RepositoryAdmin("see-settings", { format: "*", repository: "*", actions: ["READ"] });
 * ```
 */
export class RepositoryAdmin extends ofType("repository-admin") {}

/**
 * On that part of what a repository holds that a content selector says.
 *
 * ```ts
 * new privilege.RepositoryContentSelector("team-files", {
 *   contentSelector: teamPaths.name, format: "raw", repository: files.name, actions: ["READ", "ADD", "EDIT"],
 * });
 * ```
 */
export class RepositoryContentSelector extends ofType("repository-content-selector") {}

/**
 * On a script that Nexus has.
 *
 * ```ts
 * new privilege.Script("run-cleanup", { scriptName: existing.script("cleanup"), actions: ["RUN"] });
 * ```
 */
export class Script extends ofType("script") {}

/**
 * On whatever a permission string says.
 *
 * ```ts
 * new privilege.Wildcard("pull-all-images", { pattern: "nexus:repository-view:docker:*:browse,read" });
 * ```
 */
export class Wildcard extends ofType("wildcard") {}
