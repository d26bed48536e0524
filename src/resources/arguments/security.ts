/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
/** The arguments of {@link Role}. */
export interface RoleArgs {
  /**
   * The id of the role, case-sensitive. (Nexus's own name is `id`, which Pulumi reserves.) A role whose id is the name of a
   * group in LDAP, SAML or Crowd is granted to the members of that group. Default: the resource's name.
   */
  roleId?: pulumi.Input<string | undefined>;
  /** The display name. Default on creation: the id. */
  name?: pulumi.Input<string | undefined>;
  /** A description, at most 400 characters. Default on creation: the id. */
  description?: pulumi.Input<string | undefined>;
  /**
   * The names of privileges: declared ones, built-in ones (`nx-...`) and those that Nexus creates with a repository. The
   * order has no meaning.
   */
  privileges?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The ids of roles that this role contains, without cycles. The order has no meaning. */
  roles?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link User}. */
export interface UserArgs {
  /** The user name for logins, case-sensitive. Default: the resource's name. */
  userId?: pulumi.Input<string | undefined>;
  /** The first name. Default on creation: the user id. */
  firstName?: pulumi.Input<string | undefined>;
  /** The last name. Default on creation: the user id. */
  lastName?: pulumi.Input<string | undefined>;
  /** The e-mail address. Default on creation: USERID@localhost, which is undeliverable. */
  emailAddress?: pulumi.Input<string | undefined>;
  /** The status; a user with `changepassword` can log in like an `active` user. Default on creation: `active`. */
  status?: pulumi.Input<"active" | "locked" | "disabled" | "changepassword" | undefined>;
  /** The ids of the roles, at least one. The order has no meaning. */
  roles: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The password. Nexus never returns it; a refresh detects a changed password by trying to log in. Default: a generated
   * password, which is a secret output `password` of the resource.
   */
  password?: pulumi.Input<string | undefined>;
  /**
   * Does not manage the password, if no `password` is declared: an existing user keeps their password; a new user gets a
   * generated one that they can change. Default: false.
   */
  keepPassword?: pulumi.Input<boolean | undefined>;
  /** A text whose change generates a new password, if the password is generated. Default: the stack's `nexus:rotation`. */
  rotation?: pulumi.Input<string | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link ContentSelector}. */
export interface ContentSelectorArgs {
  /** The name, case-sensitive. Default: the resource's name. */
  name?: pulumi.Input<string | undefined>;
  /** A description, shown in Nexus. */
  description?: pulumi.Input<string | undefined>;
  /** An expression in Nexus's language CSEL: `format == "raw" and path =^ "/team/"`. */
  expression: pulumi.Input<string>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link AnonymousAccess}. */
export interface AnonymousAccessArgs {
  /** Allows requests without credentials. */
  enabled: pulumi.Input<boolean>;
  /** The user whose roles anonymous requests have. Default on creation: `anonymous`. */
  userId?: pulumi.Input<string | undefined>;
  /** The realm that has the user. Default on creation: `NexusAuthorizingRealm`. */
  realmName?: pulumi.Input<string | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link Realms}. */
export interface RealmsArgs {
  /**
   * The ids of the active realms, in the order of search: `NexusAuthenticatingRealm`, `DockerToken`, `OciBearerToken`,
   * `NpmToken`, `LdapRealm`, ... `NexusAuthorizingRealm` is always active and refused in this list.
   */
  active: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}
