/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
/** The arguments of every hosted repository. */
export interface CommonHostedRepositoryArgs {
  /**
   * The name, which is a part of the repository's URL. A change creates a new repository and keeps the old one with its
   * content. Default: the resource's name.
   */
  name?: pulumi.Input<string | undefined>;
  /** Accepts requests. Default on creation: true. */
  online?: pulumi.Input<boolean | undefined>;
  /** The cleanup policies of the repository. `{ policyNames: [] }` declares none, so that a policy attached by hand is drift. */
  cleanup?: pulumi.Input<CleanupAttributes | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
  /**
   * Allows actions that lose content: if the resource is deleted, the object is deleted in Nexus with all its content; a
   * change that Nexus cannot make in place (format, type, blob store) deletes the object and creates it again, empty.
   * Default: false.
   */
  allowContentLoss?: boolean;
}

/** The arguments of every proxy repository. */
export interface CommonProxyRepositoryArgs {
  /**
   * The name, which is a part of the repository's URL. A change creates a new repository and keeps the old one with its
   * content. Default: the resource's name.
   */
  name?: pulumi.Input<string | undefined>;
  /** Accepts requests. Default on creation: true. */
  online?: pulumi.Input<boolean | undefined>;
  /** The storage of a proxy's or group's content. */
  storage?: pulumi.Input<StorageAttributes | undefined>;
  /** The cleanup policies of the repository. `{ policyNames: [] }` declares none, so that a policy attached by hand is drift. */
  cleanup?: pulumi.Input<CleanupAttributes | undefined>;
  /** The upstream of a proxy, and how long its responses are cached. */
  proxy: pulumi.Input<ProxyAttributes>;
  /** The cache of 404 responses of the upstream. */
  negativeCache?: pulumi.Input<NegativeCacheAttributes | undefined>;
  /** The name of the routing rule for requests to the upstream; "": none. */
  routingRuleName?: pulumi.Input<string | undefined>;
  /** Pre-emptive pull: new content of the upstream is downloaded before a client requests it. Pro. */
  replication?: pulumi.Input<ReplicationAttributes | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
  /**
   * Allows actions that lose content: if the resource is deleted, the object is deleted in Nexus with all its content; a
   * change that Nexus cannot make in place (format, type, blob store) deletes the object and creates it again, empty.
   * Default: false.
   */
  allowContentLoss?: boolean;
}

/** The arguments of every group repository. */
export interface CommonGroupRepositoryArgs {
  /**
   * The name, which is a part of the repository's URL. A change creates a new repository and keeps the old one with its
   * content. Default: the resource's name.
   */
  name?: pulumi.Input<string | undefined>;
  /** Accepts requests. Default on creation: true. */
  online?: pulumi.Input<boolean | undefined>;
  /** The storage of a proxy's or group's content. */
  storage?: pulumi.Input<StorageAttributes | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
  /**
   * Allows actions that lose content: if the resource is deleted, the object is deleted in Nexus with all its content; a
   * change that Nexus cannot make in place (format, type, blob store) deletes the object and creates it again, empty.
   * Default: false.
   */
  allowContentLoss?: boolean;
}

/** The arguments of every task. */
export interface CommonTaskArgs {
  /** The name, unique among tasks of the type. Default: the resource's name. */
  name?: pulumi.Input<string | undefined>;
  /** Enables the schedule. Default on creation: true. */
  enabled?: pulumi.Input<boolean | undefined>;
  /** The address that receives e-mails about runs. */
  alertEmail?: pulumi.Input<string | undefined>;
  /** The runs to report: failed ones, or all. Default on creation: `FAILURE`. */
  notificationCondition?: pulumi.Input<"FAILURE" | "SUCCESS_FAILURE" | undefined>;
  /** The schedule. Default on creation: `"manual"`. */
  schedule?: pulumi.Input<
    | "manual"
    | ScheduleHourly
    | ScheduleDaily
    | ScheduleWeekly
    | ScheduleMonthly
    | ScheduleOnce
    | ScheduleCron
    | undefined
  >;
  /** Allows the task to run at the same time as others of its type. Release 3.94 or later, Pro. */
  concurrentRun?: pulumi.Input<boolean | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The block `cleanup`. */
export interface CleanupAttributes {
  /** The names of cleanup policies for the repository's format or for all formats. The order has no meaning. */
  policyNames: pulumi.Input<pulumi.Input<string>[]>;
}

/** The block `component`. */
export interface ComponentAttributes {
  /** Marks the components as your organization's own, to detect namespace confusion with public ones. Needs Firewall. */
  proprietaryComponents?: pulumi.Input<boolean | undefined>;
}

/** The block `firewall`. */
export interface FirewallAttributes {
  /**
   * `AUDIT`: violations are reported; `QUARANTINE`: also blocked; `PCCS`: clients see only versions that comply with the
   * policy.
   */
  mode?: pulumi.Input<"DISABLED" | "AUDIT" | "QUARANTINE" | "PCCS" | undefined>;
}

/** The block `group`. */
export interface GroupAttributes {
  /**
   * The names of the members, at least one, in the order of search. They must have the group's format; the group itself is
   * not allowed.
   */
  memberNames: pulumi.Input<pulumi.Input<string>[]>;
}

/** The block `storage`. */
export interface HostedStorageAttributes {
  /** The blob store for the content. It cannot be changed later. Default on creation: `default`. */
  blobStoreName?: pulumi.Input<string | undefined>;
  /** Checks that the content type of an upload matches its file name. Default on creation: true. */
  strictContentTypeValidation?: pulumi.Input<boolean | undefined>;
  /**
   * `ALLOW`: an upload can replace existing content; `ALLOW_ONCE`: a path (a tag, a version) can be written only once;
   * `DENY`: read-only. Default on creation: `ALLOW_ONCE`.
   */
  writePolicy?: pulumi.Input<"ALLOW" | "ALLOW_ONCE" | "DENY" | undefined>;
}

/** The block `httpClient`. */
export interface HttpClientAttributes {
  /** Blocks all requests to the upstream. Default on creation: false. */
  blocked?: pulumi.Input<boolean | undefined>;
  /** Blocks an upstream that does not respond, until it responds again. Default on creation: true. */
  autoBlock?: pulumi.Input<boolean | undefined>;
  /** The connections to the upstream. */
  connection?: pulumi.Input<HttpClientConnectionAttributes | undefined>;
  /** The authentication of the proxy at the upstream; `null`: none. */
  authentication?: pulumi.Input<HttpClientAuthenticationAttributes | null | undefined>;
}

/** The block `httpClient.authentication`. */
export interface HttpClientAuthenticationAttributes {
  /** `username`: user name and password; `ntlm`: also host and domain; `bearerToken`: a token. */
  type: pulumi.Input<"username" | "ntlm" | "bearerToken">;
  /** The user name, for `username` and `ntlm`. */
  username?: pulumi.Input<string | undefined>;
  /**
   * The password, for `username` and `ntlm`. Write-only: Nexus never returns it, so it is sent with every update of the
   * repository.
   */
  password?: pulumi.Input<string | undefined>;
  /** The host name, for `ntlm`. */
  ntlmHost?: pulumi.Input<string | undefined>;
  /** The domain, for `ntlm`. */
  ntlmDomain?: pulumi.Input<string | undefined>;
  /** The token, for `bearerToken`. Write-only, like `password`. */
  bearerToken?: pulumi.Input<string | undefined>;
}

/** The block `httpClient.connection`. */
export interface HttpClientConnectionAttributes {
  /** The timeout of requests, in seconds; 1 to 3600. Default: the timeout of the HTTP settings. */
  timeout?: pulumi.Input<number | undefined>;
  /** The number of retries; 0 to 10. Default: the number of the HTTP settings. */
  retries?: pulumi.Input<number | undefined>;
  /** A text that is appended to the User-Agent header. */
  userAgentSuffix?: pulumi.Input<string | undefined>;
  /** Follows a redirect to a URL that was already requested. Nexus's default: false. */
  enableCircularRedirects?: pulumi.Input<boolean | undefined>;
  /** Stores and sends cookies of the upstream. Nexus's default: false. */
  enableCookies?: pulumi.Input<boolean | undefined>;
  /** Also trusts the certificates in Nexus's trust store. Only for https upstreams. */
  useTrustStore?: pulumi.Input<boolean | undefined>;
}

/** The block `negativeCache`. */
export interface NegativeCacheAttributes {
  /** Enables the cache. Default on creation: true. */
  enabled?: pulumi.Input<boolean | undefined>;
  /** The minutes for which a 404 response is cached. Default on creation: 1440. */
  timeToLive?: pulumi.Input<number | undefined>;
}

/** The block `proxy`. */
export interface ProxyAttributes {
  /** The http or https URL of the upstream, without credentials: declare them as `httpClient.authentication`. */
  remoteUrl: pulumi.Input<string>;
  /** The minutes for which content is cached before the upstream is requested again; -1: forever. Default on creation: 1440. */
  contentMaxAge?: pulumi.Input<number | undefined>;
  /** The minutes for which metadata is cached before the upstream is requested again; -1: forever. Default on creation: 1440. */
  metadataMaxAge?: pulumi.Input<number | undefined>;
  /** Keeps %2B, %23 and %20 in the paths of requests to the upstream. Release 3.90 or later. */
  preserveEncodedCharacters?: pulumi.Input<boolean | undefined>;
}

/** The block `httpClient`. */
export interface ProxyHttpClientAttributes {
  /** Blocks all requests to the upstream. Default on creation: false. */
  blocked?: pulumi.Input<boolean | undefined>;
  /** Blocks an upstream that does not respond, until it responds again. Default on creation: true. */
  autoBlock?: pulumi.Input<boolean | undefined>;
  /** The connections to the upstream. */
  connection?: pulumi.Input<HttpClientConnectionAttributes | undefined>;
  /** The authentication of the proxy at the upstream; `null`: none. */
  authentication?: pulumi.Input<ProxyHttpClientAuthenticationAttributes | null | undefined>;
}

/** The block `httpClient.authentication`. */
export interface ProxyHttpClientAuthenticationAttributes {
  /** `username`: user name and password; `ntlm`: also host and domain; `bearerToken`: a token. */
  type: pulumi.Input<"username" | "ntlm" | "bearerToken">;
  /** The user name, for `username` and `ntlm`. */
  username?: pulumi.Input<string | undefined>;
  /**
   * The password, for `username` and `ntlm`. Write-only: Nexus never returns it, so it is sent with every update of the
   * repository.
   */
  password?: pulumi.Input<string | undefined>;
  /** The host name, for `ntlm`. */
  ntlmHost?: pulumi.Input<string | undefined>;
  /** The domain, for `ntlm`. */
  ntlmDomain?: pulumi.Input<string | undefined>;
  /** The token, for `bearerToken`. Write-only, like `password`. */
  bearerToken?: pulumi.Input<string | undefined>;
  /** Sends the credentials with the first request, before the upstream asks for them. Only for https upstreams. */
  preemptive?: pulumi.Input<boolean | undefined>;
}

/** The block `replication`. */
export interface ReplicationAttributes {
  /** Enables the pre-emptive pull. */
  preemptivePullEnabled: pulumi.Input<boolean>;
  /** A regular expression for the paths to download. Default: all paths. */
  assetPathRegex?: pulumi.Input<string | undefined>;
}

/** The block `schedule`. */
export interface ScheduleCron {
  /** A Quartz cron expression, from seconds to the day of the week: `"0 0 2 * * ?"`. */
  cron: pulumi.Input<string>;
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts
   * days of a week or month if the offsets differ.
   */
  timeZone?: pulumi.Input<string | undefined>;
}

/** The block `schedule`. */
export interface ScheduleDaily {
  /** Every day at this time: `"02:00"`. */
  daily: pulumi.Input<string>;
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts
   * days of a week or month if the offsets differ.
   */
  timeZone?: pulumi.Input<string | undefined>;
}

/** The block `schedule`. */
export interface ScheduleHourly {
  /** Every hour at this minute; 0 to 59. */
  hourly: pulumi.Input<number>;
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts
   * days of a week or month if the offsets differ.
   */
  timeZone?: pulumi.Input<string | undefined>;
}

/** The block `schedule`. */
export interface ScheduleMonthly {
  /** Every month on these days: 1 to 31, or `"last"`. */
  monthly: pulumi.Input<pulumi.Input<number | "last">[]>;
  /** The time of day: `"02:00"`. */
  at: pulumi.Input<string>;
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts
   * days of a week or month if the offsets differ.
   */
  timeZone?: pulumi.Input<string | undefined>;
}

/** The block `schedule`. */
export interface ScheduleOnce {
  /** Once at this time: `"2026-12-01T02:00"`. */
  once: pulumi.Input<string>;
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts
   * days of a week or month if the offsets differ.
   */
  timeZone?: pulumi.Input<string | undefined>;
}

/** The block `schedule`. */
export interface ScheduleWeekly {
  /** Every week on these days. */
  weekly: pulumi.Input<
    pulumi.Input<"SUNDAY" | "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY">[]
  >;
  /** The time of day: `"02:00"`. */
  at: pulumi.Input<string>;
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts
   * days of a week or month if the offsets differ.
   */
  timeZone?: pulumi.Input<string | undefined>;
}

/** The block `storage`. */
export interface StorageAttributes {
  /** The blob store for the content. It cannot be changed later. Default on creation: `default`. */
  blobStoreName?: pulumi.Input<string | undefined>;
  /** Checks that the content type of an upload matches its file name. Default on creation: true. */
  strictContentTypeValidation?: pulumi.Input<boolean | undefined>;
}
