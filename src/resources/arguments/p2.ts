/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonProxyRepositoryArgs, FirewallAttributes, HttpClientAttributes } from "./common.ts";

/** The arguments of {@link Proxy}. */
export interface ProxyArgs extends CommonProxyRepositoryArgs {
  /** Sonatype Repository Firewall. Release 3.94 or later; before, use the capability FirewallAudit. */
  firewall?: pulumi.Input<FirewallAttributes | undefined>;
  /**
   * The HTTP client of a proxy. `authentication: null` declares no authentication. Authentication that was set by hand and
   * is not declared cannot be kept in an update, because Nexus never returns its password.
   */
  httpClient?: pulumi.Input<HttpClientAttributes | undefined>;
}
