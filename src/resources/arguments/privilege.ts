/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
/** The arguments of {@link Application}. */
export interface ApplicationArgs extends CommonPrivilegeArgs {
  /** The area of Nexus: `blobstores`, `users`, ..., or `*`. Nexus does not validate it. */
  domain: pulumi.Input<string>;
  /** The allowed actions. `ADD` and `EDIT` mean create and update. */
  actions: pulumi.Input<
    pulumi.Input<"READ" | "EDIT" | "ADD" | "DELETE" | "ASSOCIATE" | "DISASSOCIATE" | "START" | "STOP" | "ALL">[]
  >;
}

/** The arguments of {@link RepositoryView}. */
export interface RepositoryViewArgs extends CommonPrivilegeArgs {
  /** The format, in Nexus's own words (`docker`, `maven2`, ...), or `*` for all. */
  format: pulumi.Input<string>;
  /** The name of the repository, or `*` for all repositories of the format. */
  repository: pulumi.Input<string>;
  /** `BROWSE`, `READ`, `EDIT`, `ADD`, `DELETE`, or `ALL`. An upload over HTTP needs `EDIT` and `ADD`. */
  actions: pulumi.Input<pulumi.Input<"BROWSE" | "READ" | "EDIT" | "ADD" | "DELETE" | "ALL">[]>;
}

/** The arguments of {@link RepositoryAdmin}. */
export interface RepositoryAdminArgs extends CommonPrivilegeArgs {
  /** The format, in Nexus's own words (`docker`, `maven2`, ...), or `*` for all. */
  format: pulumi.Input<string>;
  /** The name of the repository, or `*` for all repositories of the format. */
  repository: pulumi.Input<string>;
  /** `BROWSE`, `READ`, `EDIT`, `ADD`, `DELETE`, or `ALL`. An upload over HTTP needs `EDIT` and `ADD`. */
  actions: pulumi.Input<pulumi.Input<"BROWSE" | "READ" | "EDIT" | "ADD" | "DELETE" | "ALL">[]>;
}

/** The arguments of {@link RepositoryContentSelector}. */
export interface RepositoryContentSelectorArgs extends CommonPrivilegeArgs {
  /** The format, in Nexus's own words (`docker`, `maven2`, ...), or `*` for all. */
  format: pulumi.Input<string>;
  /** The name of the repository, or `*` for all repositories of the format. */
  repository: pulumi.Input<string>;
  /** `BROWSE`, `READ`, `EDIT`, `ADD`, `DELETE`, or `ALL`. An upload over HTTP needs `EDIT` and `ADD`. */
  actions: pulumi.Input<pulumi.Input<"BROWSE" | "READ" | "EDIT" | "ADD" | "DELETE" | "ALL">[]>;
  /** The content selector that restricts the privilege to a part of the content. */
  contentSelector: pulumi.Input<string>;
}

/** The arguments of {@link Script}. */
export interface ScriptArgs extends CommonPrivilegeArgs {
  /** The name of a script in Nexus. */
  scriptName: pulumi.Input<string>;
  /** `RUN` runs the script; the other actions read and change the script itself. */
  actions: pulumi.Input<pulumi.Input<"BROWSE" | "READ" | "EDIT" | "ADD" | "DELETE" | "RUN" | "ALL">[]>;
}

/** The arguments of {@link Wildcard}. */
export interface WildcardArgs extends CommonPrivilegeArgs {
  /** A permission string of Nexus, with parts separated by colons: `nexus:repository-view:docker:*:read`. */
  pattern: pulumi.Input<string>;
}

/** The arguments of every privilege. */
export interface CommonPrivilegeArgs {
  /** The name. Default: the resource's name. */
  name?: pulumi.Input<string | undefined>;
  /** A description, shown in Nexus. */
  description?: pulumi.Input<string | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}
