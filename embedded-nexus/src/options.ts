import type { ApiFacts } from "./facts.ts";

/** Editions of Nexus: CORE lacks Docker and most other formats, OSS and COMMUNITY are free, PRO is paid. */
export type Edition = "CORE" | "OSS" | "COMMUNITY" | "PRO";

/** A source of users and groups beside Nexus's own. */
export type ExternalSource = "LDAP" | "SAML" | "Crowd";

/** Options of an embedded Nexus. */
export interface EmbeddedOptions {
  /** Port to listen on. Default: 0, a free port. */
  port?: number;
  /**
   * Address to listen on, such as `0.0.0.0` for all networks, which needs an `adminPassword` of your own. Default: 127.0.0.1.
   */
  host?: string;
  /**
   * Further names that requests may have in their Host header, such as that of a reverse proxy. Known are 127.0.0.1,
   * localhost, ::1 and `host`: a web page in a browser of this machine must not reach it under another name. Default: none.
   */
  allowedHosts?: readonly string[];
  /** Release that it answers as, from 3.71.0 on. Default: `DEFAULT_RELEASE`, the newest one. */
  release?: string;
  /** Edition; decides on formats, realms and endpoints, and is in the Server header. Default: COMMUNITY. */
  edition?: Edition;
  /** Password of the user admin, set on the first start. Default: admin123, on 127.0.0.1 only. */
  adminPassword?: string;
  /** Path before every other, such as `/nexus`. Default: none. */
  contextPath?: string;
  /** Folder that keeps state and content between runs. Default: memory. */
  data?: string;
  /**
   * Connector ports of Docker repositories: `free` maps each to a free port, so that tests run in parallel, `asked`
   * opens the configured ports, `none` opens no port. Default: free.
   */
  connectors?: "free" | "asked" | "none";
  /** Creates the four Maven repositories of a new Nexus. Default: true. */
  builtinRepositories?: boolean;
  /** Users of other sources with the groups that they are in, as if a directory were connected. Default: none. */
  externalUsers?: readonly { source: ExternalSource; userId: string; groups?: readonly string[] }[];
  /** Groups of LDAP and Crowd, whose members have the role of the same id. SAML has no list of its groups. Default: none. */
  externalGroups?: readonly { source: Exclude<ExternalSource, "SAML">; id: string }[];
  /** Allows creating and changing scripts, as `nexus.scripts.allowCreation` does. Default: false. */
  scripts?: boolean;
  /**
   * Allows creating blob stores in S3, Azure and Google. With false they are refused, as by a Nexus that cannot reach them,
   * except S3 stores with an `endpoint`. No connection is made. Default: true.
   */
  clouds?: boolean;
  /**
   * Lets overlapping writes fail as those of a real Nexus do. With `true` each write takes 15 ms; a function is awaited
   * by each write instead, so that a test decides when it ends. Default: false.
   */
  emulateRaces?: boolean | (() => Promise<void>);
  /**
   * Emulates a cluster of two nodes behind a load balancer: every second request goes to a node that knows changes only
   * after this time, in milliseconds. In a real cluster up to 10 s. Default: one node.
   */
  secondNodeLagMs?: number;
  /** Operations and schemas beside those of Nexus: of a format that no Nexus has. Default: none. */
  facts?: ApiFacts;
  /** Milliseconds added to every response, for measurements. Default: 0. */
  latencyMs?: number;
}

/** A request that was handled. The status is 0 if the connection was dropped. */
export interface RequestRecord {
  readonly method: string;
  /** Path with context path and query. */
  readonly path: string;
  readonly status: number;
  /** User id in the credentials. */
  readonly user?: string;
}

/** A response sent in place of Nexus's own, as a gateway does: without its Server header. */
export interface FaultResponse {
  readonly status: number;
  /** A string is sent as text, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A fault, the requests that it is injected into, and how often.
 *
 * ```ts
 * nexus.injectFault({ method: "POST", path: /security\/roles/, times: 2, response: { status: 503 } });
 * ```
 */
export interface Fault {
  /** Default: every method. */
  readonly method?: string;
  /** Matched against the path with its query. Default: every path. */
  readonly path?: RegExp;
  /** A further condition. It is called for each request that matches method and path. Default: every request. */
  readonly when?: (request: Pick<RequestRecord, "method" | "path">) => boolean;
  /** Number of requests. Default: 1. */
  readonly times?: number;
  /** Spares this number of matching requests in each second, as a rate limit does. Default: 0. */
  readonly allowedPerSecond?: number;
  /** Waits before anything else. A client that gives up meanwhile does not prevent that the request is handled. */
  readonly delayMs?: number;
  /** Called before the request is handled, after the delay: ends a client, or changes Nexus, at this request. */
  readonly onInject?: () => void | Promise<void>;
  /** Sends this response without handling the request. */
  readonly response?: FaultResponse;
  /** Drops the connection without handling the request. */
  readonly reset?: boolean;
  /** Drops all connections without handling the request, and refuses new ones for this time. */
  readonly refuseConnectionsMs?: number;
  /** Handles the request, and omits the Server header of its response, as some proxies do. */
  readonly withoutServerHeader?: boolean;
  /** Handles the request, then drops the connection or sends this response. */
  readonly replaceResponse?: "reset" | FaultResponse;
  /** Handles the request, and waits before the response. */
  readonly responseDelayMs?: number;
  /** Handles the request, and sends half of the body of its response: then drops the connection, or sends the rest after a time. */
  readonly halfBody?: "reset" | { readonly pauseMs: number };
}
