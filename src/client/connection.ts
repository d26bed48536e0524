import type { Server } from "../util/release.ts";
import type { RetryPolicy } from "./retry.ts";

/** Where one Nexus is, and how to talk to it. */
export interface Connection {
  /** http or https, with the context path where Nexus has one: `https://nexus.example/nexus`. */
  url: string;
  username?: string;
  password?: string;
  /** Certificates (PEM) trusted beside the system's own. */
  ca?: string;
  /** Does not check the server's certificate. */
  insecure?: boolean;
  /** What Nexus is, where a reverse proxy strips the header that tells it. */
  server?: Server;
  /** Requests under way at once. Default: 16. */
  parallel?: number;
  /** Seconds to wait for an answer. Default: 60. */
  timeout?: number;
  /** How often to try again, and after how long. */
  retry?: RetryPolicy;
}
