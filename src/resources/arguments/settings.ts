/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
/** The arguments of {@link Email}. */
export interface EmailArgs {
  /** Enables e-mails. Nexus's default: false. */
  enabled?: pulumi.Input<boolean | undefined>;
  /** The host name of the mail server. */
  host: pulumi.Input<string>;
  /** The port of the mail server; 1 to 65535. */
  port: pulumi.Input<number>;
  /** The user name for the mail server. Default: no authentication. */
  username?: pulumi.Input<string | undefined>;
  /** The password for the mail server. Write-only: Nexus never returns it. An update that does not declare it keeps it. */
  password?: pulumi.Input<string | undefined>;
  /** The sender of the e-mails. */
  fromAddress: pulumi.Input<string>;
  /** A text before every subject. */
  subjectPrefix?: pulumi.Input<string | undefined>;
  /** Uses STARTTLS if the server supports it. */
  startTlsEnabled?: pulumi.Input<boolean | undefined>;
  /** Requires STARTTLS: nothing is sent unencrypted. */
  startTlsRequired?: pulumi.Input<boolean | undefined>;
  /** Connects with TLS (SMTPS). */
  sslOnConnectEnabled?: pulumi.Input<boolean | undefined>;
  /** Verifies that the certificate is for the host name of the server. */
  sslServerIdentityCheckEnabled?: pulumi.Input<boolean | undefined>;
  /** Also trusts the certificates in Nexus's trust store. */
  nexusTrustStoreEnabled?: pulumi.Input<boolean | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link HttpSettings}. */
export interface HttpSettingsArgs {
  /** A text that is appended to the User-Agent header. */
  userAgent?: pulumi.Input<string | undefined>;
  /** The timeout of requests, in seconds; 1 to 3600. Default on creation: 20. */
  timeout?: pulumi.Input<number | undefined>;
  /** The number of retries; 0 to 10. Default on creation: 2. */
  retries?: pulumi.Input<number | undefined>;
  /** Hosts that are requested without a proxy. `*` matches any text: `*.company.example`. The order has no meaning. */
  nonProxyHosts?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The proxy for http requests. */
  httpProxy?: pulumi.Input<HttpProxy | undefined>;
  /** The proxy for https requests. */
  httpsProxy?: pulumi.Input<HttpsProxy | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link IqConnection}. */
export interface IqConnectionArgs {
  /** Enables the connection. */
  enabled?: pulumi.Input<boolean | undefined>;
  /** The URL of the IQ Server. */
  url: pulumi.Input<string>;
  /** `USER`: user name and password; `PKI`: the client certificate of Nexus's JVM. */
  authenticationType: pulumi.Input<"USER" | "PKI">;
  /** The user name, for `USER`. */
  username?: pulumi.Input<string | undefined>;
  /** The password, for `USER`. Write-only: Nexus never returns it. An update that does not declare it keeps it. */
  password?: pulumi.Input<string | undefined>;
  /** Also trusts the certificates in Nexus's trust store. */
  useTrustStoreForUrl?: pulumi.Input<boolean | undefined>;
  /** The timeout of requests, in seconds; 1 to 3600. Default: the timeout of the HTTP settings. */
  timeoutSeconds?: pulumi.Input<number | undefined>;
  /** Additional properties, one `name=value` on each line. */
  properties?: pulumi.Input<string | undefined>;
  /** Shows a link to the IQ Server in Nexus's menu. */
  showLink?: pulumi.Input<boolean | undefined>;
  /** Allows components of quarantined repositories while the IQ Server does not respond. */
  failOpenModeEnabled?: pulumi.Input<boolean | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link IqAudit}. */
export interface IqAuditArgs {
  /** The name of the proxy repository. Default: the resource's name. */
  repositoryName?: pulumi.Input<string | undefined>;
  /** Evaluates every component by the IQ Server. Default on creation: true. */
  enabled?: pulumi.Input<boolean | undefined>;
  /** Refuses components that violate a policy of the IQ Server. Default on creation: false. */
  enabledQuarantine?: pulumi.Input<boolean | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link Script}. */
export interface ScriptArgs {
  /** The name. Default: the resource's name. */
  name?: pulumi.Input<string | undefined>;
  /** The language. Nexus validates neither the language nor the content. Default on creation: `groovy`. */
  type?: pulumi.Input<string | undefined>;
  /** The source text of the script. */
  content: pulumi.Input<string>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link Eula}. */
export interface EulaArgs {
  /** Confirms that you have read the agreement and accept it. The only value is true. */
  accepted: pulumi.Input<true>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link License}. */
export interface LicenseArgs {
  /** The content of the licence file, base64-encoded. Write-only: Nexus never returns it. */
  file: pulumi.Input<string>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The block `httpProxy`. */
export interface HttpProxy {
  /** Sends requests through the proxy. */
  enabled: pulumi.Input<boolean>;
  /** The host name of the proxy. Required if the proxy is enabled. */
  host?: pulumi.Input<string | undefined>;
  /** The port of the proxy, as a text: `"3128"`. Required if the proxy is enabled. */
  port?: pulumi.Input<string | undefined>;
  /** The credentials for the proxy. */
  authInfo?: pulumi.Input<HttpProxyAuthInfo | undefined>;
}

/** The block `httpProxy.authInfo`. */
export interface HttpProxyAuthInfo {
  /** Sends credentials to the proxy. */
  enabled: pulumi.Input<boolean>;
  /** The user name for the proxy. */
  username?: pulumi.Input<string | undefined>;
  /** The password for the proxy. Write-only: Nexus never returns it. An update that does not declare it keeps it. */
  password?: pulumi.Input<string | undefined>;
  /** The host name for NTLM. */
  ntlmHost?: pulumi.Input<string | undefined>;
  /** The domain for NTLM. */
  ntlmDomain?: pulumi.Input<string | undefined>;
}

/** The block `httpsProxy`. */
export interface HttpsProxy {
  /** Sends requests through the proxy. */
  enabled: pulumi.Input<boolean>;
  /** The host name of the proxy. Required if the proxy is enabled. */
  host?: pulumi.Input<string | undefined>;
  /** The port of the proxy, as a text: `"3128"`. Required if the proxy is enabled. */
  port?: pulumi.Input<string | undefined>;
  /** The credentials for the proxy. */
  authInfo?: pulumi.Input<HttpsProxyAuthInfo | undefined>;
}

/** The block `httpsProxy.authInfo`. */
export interface HttpsProxyAuthInfo {
  /** Sends credentials to the proxy. */
  enabled: pulumi.Input<boolean>;
  /** The user name for the proxy. */
  username?: pulumi.Input<string | undefined>;
  /** The password for the proxy. Write-only: Nexus never returns it. An update that does not declare it keeps it. */
  password?: pulumi.Input<string | undefined>;
  /** The host name for NTLM. */
  ntlmHost?: pulumi.Input<string | undefined>;
  /** The domain for NTLM. */
  ntlmDomain?: pulumi.Input<string | undefined>;
}
