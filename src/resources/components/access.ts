import * as pulumi from "@pulumi/pulumi";
import { Role, User } from "../security.ts";

/** What reading content takes. */
export const pull = ["browse", "read"] as const;
/** What publishing takes: an upload over HTTP needs edit beside add. */
export const push = ["browse", "read", "add", "edit"] as const;

/** What an {@link Access} is made of. */
export interface AccessArgs {
  /** Names of privileges: `apps.privileges(...pull)`. */
  privileges: pulumi.Input<string>[];
  /** For people. */
  description: pulumi.Input<string>;
  /** Ids of the users who have the role, and no other. */
  users: readonly string[];
  /** A user's password; nothing where one is to be generated, or kept. */
  password?(userId: string): pulumi.Input<string> | undefined;
  /** Leaves the passwords of users who are there already as they are, where `password` has none. Default: false. */
  keepPasswords?: boolean;
}

/**
 * One role and the users who have it: a machine's or a team's access.
 *
 * ```ts
 * new Access("nexus-ci", { privileges: apps.privileges(...push), description: "CI pushes images", users: ["nexus-ci"] });
 * ```
 */
export class Access extends pulumi.ComponentResource {
  readonly role: Role;
  readonly users: readonly User[];
  /** Each user's password, by user id. Secrets. */
  readonly passwords: Readonly<Record<string, pulumi.Output<string>>>;

  /** @param name - the role's id */
  constructor(name: string, args: AccessArgs, options?: pulumi.ComponentResourceOptions) {
    super("nexus-iac:components:Access", name, {}, options);
    const inside = { parent: this };
    this.role = new Role(name, { privileges: args.privileges, description: args.description }, inside);
    this.users = args.users.map((userId) => {
      const password = args.password?.(userId);
      const given = { ...(password !== undefined && { password }), ...(args.keepPasswords && { keepPassword: true }) };
      return new User(userId, { roles: [this.role.roleId], ...given }, inside);
    });
    this.passwords = Object.fromEntries(this.users.map((user, index) => [args.users[index] ?? "", user.password]));
  }
}
