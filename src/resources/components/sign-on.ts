import * as pulumi from "@pulumi/pulumi";
import { OAuth2, type OAuth2Args, Saml, type SamlArgs } from "../authentication.ts";
import { RutAuth } from "../capabilities.ts";

/** How people sign in; each of these stands for itself. */
export interface SignOnArgs {
  /** The header by which a reverse proxy tells who came. Whoever reaches Nexus past that proxy may be anybody. */
  header?: pulumi.Input<string>;
  /** Pro. */
  saml?: SamlArgs;
  /** OAuth 2.0 and OpenID Connect. Pro, 3.93 or later. */
  oauth2?: OAuth2Args;
}

/**
 * Single sign-on, beside the users of Nexus's own.
 *
 * ```ts
 * const signOn = new SignOn("sign-on", { header: "X-Remote-User" });
 * new Realms("realms", { active: ["NexusAuthenticatingRealm", ...signOn.realms] });
 * ```
 */
export class SignOn extends pulumi.ComponentResource {
  /** What must be active for it, after the realm of Nexus's own users. */
  readonly realms: readonly string[];

  constructor(name: string, { header, saml, oauth2 }: SignOnArgs, options?: pulumi.ComponentResourceOptions) {
    super("nexus-iac:components:SignOn", name, {}, options);
    const inside = { parent: this };
    if (header !== undefined) new RutAuth(`${name}-header`, { properties: { httpHeader: header } }, inside);
    if (saml) new Saml(`${name}-saml`, saml, inside);
    if (oauth2) new OAuth2(`${name}-oauth2`, oauth2, inside);
    this.realms = [
      ...(header !== undefined ? ["rutauth-realm"] : []),
      ...(saml ? ["SamlRealm"] : []),
      ...(oauth2 ? ["OAuth2Realm"] : []),
    ];
  }
}
