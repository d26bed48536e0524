import type { Server } from "../util/release.ts";
import type { BoundCredentials } from "./credentials.ts";
import type { RetryPolicy } from "./retry.ts";

/** The address of one Nexus, and how to connect to it. */
export interface Connection {
  /** http or https, with the context path if Nexus has one: `https://nexus.example/nexus`. */
  url: string;
  username?: string;
  password?: string;
  /** Instead of `username` and `password`, which are bound to the origin of `url`: credentials that are bound to other origins. */
  credentials?: BoundCredentials;
  /** Certificates (PEM) that are trusted in addition to the system's. */
  ca?: string;
  /** Disables the verification of the server's certificate. Default: false. */
  insecure?: boolean;
  /** The certificate with which the client identifies itself, if a reverse proxy asks for one. */
  clientCertificate?: ClientCertificate;
  /** The release and edition of Nexus, if a reverse proxy removes the header with them. */
  server?: Server;
  /** The number of concurrent connections. Default: 16. */
  parallel?: number;
  /**
   * The time in which a response must be complete, in seconds. A download of content may take longer, as long as bytes
   * arrive. Default: 60.
   */
  timeout?: number;
  /** How long a request is repeated. Default: {@link defaultRetryPolicy}. */
  retry?: Partial<RetryPolicy>;
}

/** A client certificate (PEM) and its key. */
export interface ClientCertificate {
  cert: string;
  key: string;
  /** Addresses on the origins that it is presented to. Connections to other servers, and to proxies, have none. */
  servers: readonly string[];
}
