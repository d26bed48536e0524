import * as pulumi from "@pulumi/pulumi";
import { configurationAreas } from "../../model/nexus-defaults.ts";
import { Wildcard } from "../privilege.ts";
import type { Role } from "../security.ts";
import { Access, type AccessArgs } from "./access.ts";

/** A wildcard, as the built-in privileges for these areas differ by release and edition. */
export const previewPattern = `nexus:${configurationAreas.join()}:read`;

/** Built-in privileges of every Nexus: the settings of repositories, and scripts. They do not include content. */
export const previewPrivileges = ["nx-repository-admin-*-*-read", "nx-script-*-browse", "nx-script-*-read"];

/** The arguments of {@link PreviewRole}: the users of the role and their passwords. */
export type PreviewRoleArgs = Partial<Pick<AccessArgs, "users" | "password">>;

/**
 * Declares a role with the least permissions that previews, reviews and the reports of drift and access need: reading the
 * configuration of Nexus, without any change and without content. Use its user in CI jobs that do not run `up`.
 *
 * ```ts
 * const preview = new PreviewRole("nexus-preview", { users: ["ci-preview"] });
 * export const passwords = preview.passwords;
 * ```
 *
 * The role can read everything that Nexus returns as plain text: scripts and, up to 3.77, the private signing keys of apt
 * repositories.
 */
export class PreviewRole extends pulumi.ComponentResource {
  readonly role: Role;
  /** Passwords by user id. Secrets. */
  readonly passwords: Readonly<Record<string, pulumi.Output<string>>>;

  /** @param name - the id of the role */
  constructor(name: string, args: PreviewRoleArgs = {}, options?: pulumi.ComponentResourceOptions) {
    super("nexus-iac:components:PreviewRole", name, {}, options);
    const childOptions = { parent: this };
    const settings = new Wildcard(
      `${name}-settings`,
      { pattern: previewPattern, description: "Sees all settings" },
      childOptions,
    );
    const access = new Access(
      name,
      {
        description: "Sees how Nexus is configured, and changes nothing",
        privileges: [settings.name, ...previewPrivileges],
        users: args.users ?? [],
        ...(args.password && { password: args.password }),
      },
      childOptions,
    );
    this.role = access.role;
    this.passwords = access.passwords;
    this.registerOutputs({ roleId: this.role.roleId, passwords: this.passwords });
  }
}
