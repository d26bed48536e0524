/** Privileges: permissions that roles contain. Nexus creates privileges with every repository; declare others here. */
import { privilegeKinds } from "../model/kinds/privileges.ts";
import type * as args from "./arguments/privilege.ts";
import { namedResourceClass } from "./resource.ts";

export type * from "./arguments/privilege.ts";

/**
 * A permission for an area of Nexus other than repositories, such as users or blob stores.
 *
 * ```ts
 * new privilege.Application("read-users", { domain: "users", actions: ["READ"] });
 * ```
 */
export class Application extends namedResourceClass<args.ApplicationArgs>(privilegeKinds.application) {}

/**
 * A permission for the content of a repository.
 *
 * ```ts
 * new privilege.RepositoryView("read-all-raw", { format: "raw", repository: "*", actions: ["BROWSE", "READ"] });
 * ```
 */
export class RepositoryView extends namedResourceClass<args.RepositoryViewArgs>(privilegeKinds["repository-view"]) {}

/**
 * A permission for the settings of a repository.
 *
 * ```ts
 * new privilege.RepositoryAdmin("see-settings", { format: "*", repository: "*", actions: ["READ"] });
 * ```
 */
export class RepositoryAdmin extends namedResourceClass<args.RepositoryAdminArgs>(privilegeKinds["repository-admin"]) {}

/**
 * A permission for the part of a repository's content that a content selector matches.
 *
 * ```ts
 * new privilege.RepositoryContentSelector("team-files", {
 *   contentSelector: teamPaths.name, format: "raw", repository: files.name, actions: ["READ", "ADD", "EDIT"],
 * });
 * ```
 */
export class RepositoryContentSelector extends namedResourceClass<args.RepositoryContentSelectorArgs>(
  privilegeKinds["repository-content-selector"],
) {}

/**
 * A permission for a script.
 *
 * ```ts
 * new privilege.Script("run-cleanup", { scriptName: existing.script("cleanup"), actions: ["RUN"] });
 * ```
 */
export class Script extends namedResourceClass<args.ScriptArgs>(privilegeKinds.script) {}

/**
 * A permission string of Nexus.
 *
 * ```ts
 * new privilege.Wildcard("pull-all-images", { pattern: "nexus:repository-view:docker:*:browse,read" });
 * ```
 */
export class Wildcard extends namedResourceClass<args.WildcardArgs>(privilegeKinds.wildcard) {}
