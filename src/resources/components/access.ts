import * as pulumi from "@pulumi/pulumi";
import { Role, User } from "../security.ts";

/** The actions for reading content: `repository.privileges(...pull)`. */
export const pull = ["browse", "read"] as const;
/** The actions for publishing content. An upload over HTTP needs both `add` and `edit`. */
export const push = ["browse", "read", "add", "edit"] as const;

/** The arguments of {@link Access}. */
export interface AccessArgs {
  /** Names of the privileges of the role: `apps.privileges(...pull)`. */
  privileges: pulumi.Input<string>[];
  /** The description of the role. */
  description: pulumi.Input<string>;
  /** Ids of the users. The role is their only role. */
  users: readonly string[];
  /** Returns the password of a user, or nothing to generate one (or to keep it, see `keepPasswords`). Default: generated. */
  password?(userId: string): pulumi.Input<string> | undefined;
  /** Keeps the passwords of users that already exist in Nexus, if `password` returns none. Default: false. */
  keepPasswords?: boolean;
}

/**
 * Declares a role and its users: the access of a team, a CI system or another client.
 *
 * ```ts
 * const ci = new Access("nexus-ci", {
 *   description: "CI pushes images",
 *   privileges: apps.privileges(...push),
 *   users: ["nexus-ci"],
 * });
 * export const passwords = ci.passwords;
 * ```
 */
export class Access extends pulumi.ComponentResource {
  readonly role: Role;
  readonly users: readonly User[];
  /** Passwords by user id. Secrets. undefined for an existing user with `keepPasswords`. */
  readonly passwords: Readonly<Record<string, pulumi.Output<string>>>;

  /** @param name - the id of the role */
  constructor(name: string, args: AccessArgs, options?: pulumi.ComponentResourceOptions) {
    super("nexus-iac:components:Access", name, {}, options);
    const childOptions = { parent: this };
    this.role = new Role(name, { privileges: args.privileges, description: args.description }, childOptions);
    this.users = args.users.map((userId) => {
      const password = args.password?.(userId);
      const passwordArgs = {
        ...(password !== undefined && { password }),
        ...(args.keepPasswords && { keepPassword: true }),
      };
      return new User(userId, { roles: [this.role.roleId], ...passwordArgs }, childOptions);
    });
    this.passwords = Object.fromEntries(this.users.map((user, index) => [args.users[index] ?? "", user.password]));
    this.registerOutputs({ roleId: this.role.roleId, passwords: this.passwords });
  }
}
