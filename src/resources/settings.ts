/** What a Nexus itself is told, and not what it holds: settings of which there is one each, and scripts. */
import { email } from "../model/kinds/email.ts";
import { http } from "../model/kinds/http.ts";
import { iqAudit, iqConnection } from "../model/kinds/iq.ts";
import { script } from "../model/kinds/script.ts";
import { eula, license } from "../model/kinds/system.ts";
import { type Args, NamedResource, NexusResource, type Options } from "./resource.ts";

/** What the settings for mail take. */
export type EmailArgs = Args<typeof email.schema>;

/**
 * How Nexus sends mail. Deleting the resource leaves Nexus without a mail server.
 *
 * ```ts
 * new Email("email", { enabled: true, host: "smtp.example", port: 25, fromAddress: "nexus@company.example" });
 * ```
 */
export class Email extends NexusResource {
  constructor(name: string, args: EmailArgs, options?: Options) {
    super(email, name, args, options);
  }
}

/** What the HTTP settings take. */
export type HttpSettingsArgs = Args<typeof http.schema>;

/**
 * How Nexus itself goes out: by which proxies, how long it waits. Needs 3.74 or later, and not the Core. Deleting the
 * resource resets all of it to Nexus's own defaults.
 *
 * ```ts
 * new HttpSettings("http", {
 *   httpsProxy: { enabled: true, host: "proxy.example", port: "3128" },
 *   nonProxyHosts: ["*.company.example"],
 * });
 * ```
 */
export class HttpSettings extends NexusResource {
  constructor(name: string, args: HttpSettingsArgs, options?: Options) {
    super(http, name, args, options);
  }
}

/** What the connection to an IQ Server takes. */
export type IqConnectionArgs = Args<typeof iqConnection.schema>;

/**
 * The IQ Server, or Repository Firewall, that Nexus asks about components. Deleting the resource leaves it as it is:
 * `enabled: false` switches it off.
 *
 * ```ts
 * new IqConnection("iq", {
 *   enabled: true, url: "https://iq.example", authenticationType: "USER", username: "nexus", password,
 * });
 * ```
 */
export class IqConnection extends NexusResource {
  constructor(name: string, args: IqConnectionArgs, options?: Options) {
    super(iqConnection, name, args, options);
  }
}

/** What the audit of a repository takes. */
export type IqAuditArgs = Args<typeof iqAudit.schema, "repositoryName">;

/**
 * Whether the components of a proxy repository are audited, and quarantined. Needs an `IqConnection`, 3.74 or later;
 * from 3.94 on a proxy says it itself, in `firewall.mode`. Deleting the resource leaves the audit as it is:
 * `enabled: false` switches it off.
 *
 * ```ts
 * const mirror = new npm.Proxy("npm-mirror", { proxy: { remoteUrl: "https://npm.example" } });
 * new IqAudit("npm-audit", { repositoryName: mirror.name, enabledQuarantine: true });
 * ```
 */
export class IqAudit extends NexusResource {
  constructor(name: string, args: IqAuditArgs = {}, options?: Options) {
    super(iqAudit, name, args, options);
  }
}

/** What a script takes. */
export type ScriptArgs = Args<typeof script.schema, "name">;

/**
 * A script that Nexus keeps, to be run by who may (`privilege.Script`). Nexus takes none, and refuses with 410, unless
 * its nexus.properties say `nexus.scripts.allowCreation=true`.
 *
 * ```ts
 * const hello = new Script("hello", { content: 'return "hello"' });
 * new privilege.Script("run-hello", { scriptName: hello.name, actions: ["RUN"] });
 * ```
 */
export class Script extends NamedResource {
  constructor(name: string, args: ScriptArgs, options?: Options) {
    super(script, name, args, options);
  }
}

/** What the agreement takes. */
export type EulaArgs = Args<typeof eula.schema>;

/**
 * The end user licence agreement, which the Community Edition wants accepted before it is used. Whoever declares it has
 * read and accepts it. Needs 3.77 or later. Deleting the resource leaves it accepted.
 *
 * ```ts
 * new Eula("eula", { accepted: true });
 * ```
 */
export class Eula extends NexusResource {
  constructor(name: string, args: EulaArgs, options?: Options) {
    super(eula, name, args, options);
  }
}

/** What the licence takes. */
export type LicenseArgs = Args<typeof license.schema>;

/**
 * The licence of Nexus Repository Pro. Nexus must be restarted to be Pro; until then what only Pro has is refused.
 * Another file is installed in its place. Deleting the resource removes the licence.
 *
 * ```ts
 * new License("license", { file: new pulumi.Config().requireSecret("license") });
 * ```
 */
export class License extends NexusResource {
  constructor(name: string, args: LicenseArgs, options?: Options) {
    super(license, name, args, options);
  }
}
