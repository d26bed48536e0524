/** Users, roles, content selectors, anonymous access and realms. */
import * as pulumi from "@pulumi/pulumi";
import { anonymousAccess } from "../model/kinds/anonymous-access.ts";
import { contentSelector } from "../model/kinds/content-selector.ts";
import { realms } from "../model/kinds/realms.ts";
import { role } from "../model/kinds/role.ts";
import { user } from "../model/kinds/user.ts";
import type { AnonymousAccessArgs, ContentSelectorArgs, RealmsArgs, RoleArgs, UserArgs } from "./arguments/security.ts";
import { NexusResource, namedResourceClass, type Options, resourceClass } from "./resource.ts";

export type * from "./arguments/security.ts";

/**
 * A role: a set of privileges and other roles, granted to users.
 *
 * ```ts
 * const ci = new Role("ci", { privileges: apps.privileges("browse", "read", "add", "edit") });
 * ```
 *
 * A role whose id is the name of a group in LDAP, SAML, Crowd or OAuth 2.0 is granted to the members of that group. Nexus has no
 * other mapping of groups:
 *
 * ```ts
 * new Role("cn=developers,ou=groups", { description: "Developers, by their LDAP group", roles: [ci.roleId] });
 * ```
 */
export class Role extends NexusResource {
  /** The id of the role. A resource that uses this output is created after the role. */
  readonly roleId: pulumi.Output<string>;

  constructor(name: string, args: RoleArgs = {}, options?: Options) {
    super(role, name, args, options);
    this.roleId = this.toDependentOutput(args.roleId ?? name);
  }
}

/**
 * A local user. Without a declared `password`, a password is generated.
 *
 * ```ts
 * const bot = new User("ci-bot", { roles: [ci.roleId] });
 * export const password = bot.password;
 * ```
 */
export class User extends NexusResource {
  /** The id of the user. A resource that uses this output is created after the user. */
  readonly userId: pulumi.Output<string>;
  /** The declared or generated password, as a secret. undefined for an existing user with `keepPassword`. */
  readonly password: pulumi.Output<string>;
  /** The generated password, as a secret. undefined if a password is declared. */
  declare readonly generatedPassword: pulumi.Output<string | undefined>;

  constructor(name: string, args: UserArgs, options?: Options) {
    super(user, name, args, options, { secret: ["generatedPassword"] });
    this.userId = this.toDependentOutput(args.userId ?? name);
    // Programs pass it to other resources, which need a string, so only the comment says that it may be absent. Pulumi stores an
    // absent secret as null, so only a password is marked.
    this.password = pulumi
      .output(args.password ?? this.generatedPassword)
      .apply((password) => password && pulumi.secret(password)) as pulumi.Output<string>;
  }
}

/**
 * A content selector: the content to which a `privilege.RepositoryContentSelector` applies.
 *
 * ```ts
 * const team = new ContentSelector("team", { expression: 'format == "raw" and path =^ "/team/"' });
 * ```
 */
export class ContentSelector extends namedResourceClass<ContentSelectorArgs>(contentSelector) {}

/**
 * Anonymous access: requests without credentials have the permissions of a user. A Nexus has one such setting; deleting the
 * resource leaves it unchanged.
 *
 * ```ts
 * new AnonymousAccess("anonymous", { enabled: false });
 * ```
 */
export class AnonymousAccess extends resourceClass<AnonymousAccessArgs>(anonymousAccess) {}

/**
 * The active realms, in the order in which Nexus searches them for users and tokens. A Nexus has one list; deleting the resource
 * leaves it unchanged.
 *
 * ```ts
 * new Realms("realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] });
 * ```
 */
export class Realms extends resourceClass<RealmsArgs>(realms) {}
