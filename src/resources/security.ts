/** Who may come, and what they may do. */
import * as pulumi from "@pulumi/pulumi";
import { anonymousAccess } from "../model/kinds/anonymous-access.ts";
import { contentSelector } from "../model/kinds/content-selector.ts";
import { realms } from "../model/kinds/realms.ts";
import { role } from "../model/kinds/role.ts";
import { user } from "../model/kinds/user.ts";
import { type Args, NamedResource, NexusResource, type Options } from "./resource.ts";

/** What a role takes. */
export type RoleArgs = Args<typeof role.schema, "roleId">;

/**
 * A role: privileges and other roles under one name, given to users.
 *
 * ```ts
 * const ci = new Role("ci", { privileges: apps.privileges("browse", "read", "add", "edit") });
 * ```
 *
 * A role whose id is the name of a group in LDAP, SAML, Crowd or OAuth 2.0 is given to all of that group; Nexus has no
 * other mapping of groups:
 *
 * ```ts
 * new Role("cn=developers,ou=groups", { description: "Developers, by their LDAP group", roles: [ci.roleId] });
 * ```
 */
export class Role extends NexusResource {
  /** Refer to it by this, and what refers is made after it. */
  readonly roleId: pulumi.Output<string>;

  constructor(name: string, args: RoleArgs = {}, options?: Options) {
    super(role, name, args, options);
    this.roleId = this.named(args.roleId ?? name);
  }
}

/** What a user takes. */
export type UserArgs = Args<typeof user.schema, "userId">;

/**
 * A user of Nexus's own realm. Without a `password` one is generated.
 *
 * ```ts
 * const bot = new User("ci-bot", { roles: [ci.roleId] });
 * export const password = bot.password;
 * ```
 */
export class User extends NexusResource {
  /** Refer to it by this, and what refers is made after it. */
  readonly userId: pulumi.Output<string>;
  /** The declared password, else the generated one. A secret. */
  readonly password: pulumi.Output<string>;
  /** The generated password, where none is declared. A secret. */
  declare readonly generatedPassword: pulumi.Output<string | undefined>;

  constructor(name: string, args: UserArgs, options?: Options) {
    super(user, name, args, options, ["generatedPassword"]);
    this.userId = this.named(args.userId ?? name);
    this.password = pulumi.secret(
      pulumi.output(args.password ?? this.generatedPassword).apply((password) => password ?? ""),
    );
  }
}

/** What a content selector takes. */
export type ContentSelectorArgs = Args<typeof contentSelector.schema, "name">;

/**
 * Says which content a privilege is about.
 *
 * ```ts
 * const team = new ContentSelector("team", { expression: 'format == "raw" and path =^ "/team/"' });
 * ```
 */
export class ContentSelector extends NamedResource {
  constructor(name: string, args: ContentSelectorArgs, options?: Options) {
    super(contentSelector, name, args, options);
  }
}

/** What anonymous access takes. */
export type AnonymousAccessArgs = Args<typeof anonymousAccess.schema>;

/**
 * Whether one may come without credentials. There is one in a Nexus; deleting the resource leaves it as it is.
 *
 * ```ts
 * new AnonymousAccess("anonymous", { enabled: false });
 * ```
 */
export class AnonymousAccess extends NexusResource {
  constructor(name: string, args: AnonymousAccessArgs, options?: Options) {
    super(anonymousAccess, name, args, options);
  }
}

/** What the list of realms takes. */
export type RealmsArgs = Args<typeof realms.schema>;

/**
 * Where Nexus looks for users and tokens, in order. There is one list in a Nexus; deleting the resource leaves it.
 *
 * ```ts
 * new Realms("realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] });
 * ```
 */
export class Realms extends NexusResource {
  constructor(name: string, args: RealmsArgs, options?: Options) {
    super(realms, name, args, options);
  }
}
