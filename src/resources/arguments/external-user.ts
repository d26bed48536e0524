/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
/** The arguments of {@link Saml}. */
export interface SamlArgs {
  /** The user id in the source. Default: the resource's name. */
  userId?: pulumi.Input<string | undefined>;
  /** The ids of roles, at least one, in addition to the roles of the user's groups. The order has no meaning. */
  roles: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link Ldap}. */
export interface LdapArgs {
  /** The user id in the source. Default: the resource's name. */
  userId?: pulumi.Input<string | undefined>;
  /** The ids of roles, at least one, in addition to the roles of the user's groups. The order has no meaning. */
  roles: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link Crowd}. */
export interface CrowdArgs {
  /** The user id in the source. Default: the resource's name. */
  userId?: pulumi.Input<string | undefined>;
  /** The ids of roles, at least one, in addition to the roles of the user's groups. The order has no meaning. */
  roles: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}
