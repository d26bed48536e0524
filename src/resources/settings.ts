/** Settings of Nexus itself: e-mail, HTTP, IQ Server, scripts, EULA and licence. */
import * as pulumi from "@pulumi/pulumi";
import { digestFields } from "../model/declaration-digest.ts";
import { email } from "../model/kinds/email.ts";
import { http } from "../model/kinds/http.ts";
import { iqAudit, iqConnection } from "../model/kinds/iq.ts";
import { script, scriptRun } from "../model/kinds/script.ts";
import { eula, license } from "../model/kinds/system.ts";
import type {
  EmailArgs,
  EulaArgs,
  HttpSettingsArgs,
  IqAuditArgs,
  IqConnectionArgs,
  LicenseArgs,
  ScriptArgs,
} from "./arguments/settings.ts";
import { NamedResource, NexusResource, type Options, resourceClass } from "./resource.ts";

export type * from "./arguments/settings.ts";

/**
 * The mail server through which Nexus sends e-mails. Deleting the resource removes the settings.
 *
 * ```ts
 * new Email("email", { enabled: true, host: "smtp.example", port: 25, fromAddress: "nexus@company.example" });
 * ```
 */
export class Email extends resourceClass<EmailArgs>(email) {}

/**
 * The settings of Nexus's outgoing HTTP requests: proxies, timeouts and retries. Deleting the resource resets them to Nexus's
 * defaults. Release 3.74 or later; not in the Core edition.
 *
 * ```ts
 * new HttpSettings("http", {
 *   httpsProxy: { enabled: true, host: "proxy.example", port: "3128" },
 *   nonProxyHosts: ["*.company.example"],
 * });
 * ```
 */
export class HttpSettings extends resourceClass<HttpSettingsArgs>(http) {}

/**
 * The connection to an IQ Server or Repository Firewall, which evaluates components. Deleting the resource leaves it unchanged;
 * declare `enabled: false` to turn it off.
 *
 * ```ts
 * new IqConnection("iq", {
 *   enabled: true, url: "https://iq.example", authenticationType: "USER", username: "nexus", password,
 * });
 * ```
 */
export class IqConnection extends resourceClass<IqConnectionArgs>(iqConnection) {}

/**
 * The audit and quarantine of a proxy repository's components. Needs an `IqConnection`. Release 3.74 or later; from 3.94 on, use
 * `firewall.mode` of the proxy instead. Deleting the resource leaves the audit unchanged; declare `enabled: false` to turn it
 * off.
 *
 * ```ts
 * const mirror = new npm.Proxy("npm-mirror", { proxy: { remoteUrl: "https://npm.example" } });
 * new IqAudit("npm-audit", { repositoryName: mirror.name, enabledQuarantine: true });
 * ```
 */
export class IqAudit extends resourceClass<IqAuditArgs>(iqAudit) {}

/**
 * A script stored in Nexus. `ScriptRun` runs it, and so can a user with the permission `RUN` (`privilege.Script`). Nexus refuses scripts with status
 * 410 unless nexus.properties contains `nexus.scripts.allowCreation=true`.
 *
 * ```ts
 * const hello = new Script("hello", { content: 'return "hello"' });
 * new privilege.Script("run-hello", { scriptName: hello.name, actions: ["RUN"] });
 * ```
 */
export class Script extends NamedResource {
  readonly #content: pulumi.Input<string>;

  constructor(name: string, args: ScriptArgs, options?: Options) {
    super(script, name, args, options);
    this.#content = args.content;
  }

  /** A digest of the declared content. */
  get contentDigest(): pulumi.Output<string> {
    return pulumi.output(this.#content).apply((content) => digestFields({ content }, []).content ?? "");
  }
}

/** The arguments of {@link ScriptRun}. */
export interface ScriptRunArgs extends Pick<ScriptArgs, "onConflict"> {
  /** The name of the run in messages. Default: the resource's name. */
  name?: pulumi.Input<string | undefined>;
  /** The script, or the name of a script that the program does not declare (`existing.script`). */
  script: Script | pulumi.Input<string>;
  /** The text that the script gets as `args`. A secret. */
  payload?: pulumi.Input<string | undefined>;
  /** Any texts. The script runs again when they change. */
  triggers?: pulumi.Input<pulumi.Input<string>[] | undefined>;
}

/**
 * Runs a script with a payload: when the resource is created, and again with each `up` in which the payload, a trigger or the
 * declared content of the script has changed. The preview shows it. A run that fails is repeated with the next `up`. Deleting
 * the resource changes nothing in Nexus.
 *
 * ```ts
 * const greet = new Script("greet", { content: 'return "hi " + args' });
 * const run = new ScriptRun("greet-team", { script: greet, payload: "team", triggers: ["2026-12"] });
 * export const greeting = run.result;
 * ```
 *
 * The user needs the permission `RUN` for the script (`privilege.Script`).
 */
export class ScriptRun extends NexusResource {
  /** The result of the last run as text. A secret, as it may contain the payload. */
  declare readonly result: pulumi.Output<string>;

  constructor(name: string, { script: target, ...args }: ScriptRunArgs, options?: Options) {
    const fields =
      target instanceof Script ? { script: target.name, contentDigest: target.contentDigest } : { script: target };
    super(scriptRun, name, { ...args, ...fields }, options, { secret: ["result"] });
  }
}

/**
 * The end user licence agreement, which must be accepted before the Community Edition can be used. By declaring it, you confirm
 * that you have read and accept it. Deleting the resource leaves it accepted. Release 3.77 or later.
 *
 * ```ts
 * new Eula("eula", { accepted: true });
 * ```
 */
export class Eula extends resourceClass<EulaArgs>(eula) {}

/**
 * The licence of Nexus Repository Pro. Restart Nexus to activate it; until then, Nexus refuses the features of Pro. A changed
 * file is installed as the new licence. Deleting the resource removes the licence.
 *
 * ```ts
 * new License("license", { file: new pulumi.Config().requireSecret("license") });
 * ```
 */
export class License extends resourceClass<LicenseArgs>(license) {}
