import * as pulumi from "@pulumi/pulumi";
import { Wildcard } from "../privilege.ts";
import type { Role } from "../security.ts";
import { Access, type AccessArgs } from "./access.ts";

/** Parts of Nexus that things are declared in, repositories and scripts aside. */
const parts = [
  ...["blobstores", "capabilities", "ldap", "licensing", "privileges", "roles", "selectors"],
  ...["settings", "ssl-truststore", "tasks", "usertoken-settings", "users"],
];

/** Nexus's own of these are not the same in every release and edition. */
export const previewPattern = `nexus:${parts.join()}:read`;

/** What every Nexus brings: the settings of repositories, and scripts. Content is not read. */
export const previewPrivileges = ["nx-repository-admin-*-*-read", "nx-script-*-browse", "nx-script-*-read"];

/** Who may look. */
export type PreviewRoleArgs = Partial<Pick<AccessArgs, "users" | "password">>;

/**
 * The least that previews, reviews, reports of drift and of access need: it may see how Nexus is configured, may change
 * nothing, and sees no content. CI comes as its user where it does not apply anything.
 *
 * ```ts
 * const preview = new PreviewRole("nexus-preview", { users: ["ci-preview"] });
 * export const passwords = preview.passwords;
 * ```
 *
 * Whoever has it reads what Nexus shows in clear: scripts, and the private signing keys of apt repositories up to 3.77.
 */
export class PreviewRole extends pulumi.ComponentResource {
  readonly role: Role;
  /** Each user's password, by user id. Secrets. */
  readonly passwords: Readonly<Record<string, pulumi.Output<string>>>;

  /** @param name - the role's id */
  constructor(name: string, args: PreviewRoleArgs = {}, options?: pulumi.ComponentResourceOptions) {
    super("nexus-iac:components:PreviewRole", name, {}, options);
    const inside = { parent: this };
    const settings = new Wildcard(
      `${name}-settings`,
      { pattern: previewPattern, description: "Sees all settings" },
      inside,
    );
    const access = new Access(
      name,
      {
        description: "Sees how Nexus is configured, and changes nothing",
        privileges: [settings.name, ...previewPrivileges],
        users: args.users ?? [],
        ...(args.password && { password: args.password }),
      },
      inside,
    );
    this.role = access.role;
    this.passwords = access.passwords;
  }
}
