import * as pulumi from "@pulumi/pulumi";
import { OAuth2, type OAuth2Args, Saml, type SamlArgs } from "../authentication.ts";
import { RutAuth } from "../capabilities.ts";

/** The arguments of {@link SignOn}: the methods of single sign-on. Each is optional and independent of the others. */
export interface SignOnArgs {
  /**
   * The header in which a reverse proxy sends the user id. Clients must not be able to bypass the proxy, as they could
   * send any user id.
   */
  header?: pulumi.Input<string>;
  /** SAML 2.0. Needs the Pro edition. */
  saml?: SamlArgs;
  /** OAuth 2.0 and OpenID Connect. Needs the Pro edition, 3.93 or later. */
  oauth2?: OAuth2Args;
}

/**
 * Declares single sign-on, in addition to the users of Nexus itself. Activate its realms with `Realms`.
 *
 * ```ts
 * const signOn = new SignOn("sign-on", { header: "X-Remote-User" });
 * new Realms("realms", { active: ["NexusAuthenticatingRealm", ...signOn.realms] });
 * ```
 */
export class SignOn extends pulumi.ComponentResource {
  /** The realms to activate, after `NexusAuthenticatingRealm`. */
  readonly realms: readonly string[];

  constructor(name: string, { header, saml, oauth2 }: SignOnArgs, options?: pulumi.ComponentResourceOptions) {
    super("nexus-iac:components:SignOn", name, {}, options);
    const childOptions = { parent: this };
    if (header !== undefined) new RutAuth(`${name}-header`, { properties: { httpHeader: header } }, childOptions);
    if (saml) new Saml(`${name}-saml`, saml, childOptions);
    if (oauth2) new OAuth2(`${name}-oauth2`, oauth2, childOptions);
    this.realms = [
      ...(header !== undefined ? ["rutauth-realm"] : []),
      ...(saml ? ["SamlRealm"] : []),
      ...(oauth2 ? ["OAuth2Realm"] : []),
    ];
    this.registerOutputs({ realms: this.realms });
  }
}
