import type { ApiFacts } from "./facts.ts";

export type Edition = "CORE" | "OSS" | "COMMUNITY" | "PRO";

export interface EmbeddedOptions {
  /** Where it listens on 127.0.0.1; 0 or absent: a free port. */
  port?: number;
  /** The release it answers as, from 3.71 on. Default 3.94.0-12. */
  release?: string;
  /** What the Server header says and what there is: CORE lacks Docker, PRO alone has Pro's endpoints. Default COMMUNITY. */
  edition?: Edition;
  /** The password of the user admin on the first start. Default admin123. */
  adminPassword?: string;
  /** `/nexus`; absent: none. */
  contextPath?: string;
  /** A folder in which the state is kept between runs; absent: in memory. */
  data?: string;
  /**
   * The connector ports of Docker repositories: each mapped to a free port (default, so that tests run side by side),
   * opened as asked, or not opened.
   */
  connectors?: "free" | "asked" | "none";
  /** Whether the four Maven repositories of a fresh Nexus are there. Default true. */
  builtinRepositories?: boolean;
  /** Users that are found in other sources, as if a directory were there. Default: none. */
  externalUsers?: readonly { source: "LDAP" | "SAML" | "Crowd"; userId: string }[];
  /** Whether scripts may be made and changed, as `nexus.scripts.allowCreation` says. Default false. */
  scripts?: boolean;
  /** Writes take a few milliseconds and get into each other's way as a real Nexus's do. Default false. */
  emulateRaces?: boolean;
  /** Operations and schemas beside those of Nexus 3.94: of a format that no Nexus has, to try things with. */
  facts?: ApiFacts;
  /** Added to every answer, for measurements. */
  latencyMs?: number;
}

/** A request that was served. A request that was reset has status 0. */
export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly user?: string;
}

export interface FaultResponse {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What goes wrong, for which requests and how often. */
export interface Fault {
  readonly method?: string;
  /** Matched against the path with its query. */
  readonly path?: RegExp;
  /** How many requests it strikes. Default 1. */
  readonly times?: number;
  readonly delayMs?: number;
  /** Answered instead of doing it. */
  readonly response?: FaultResponse;
  /** The connection is dropped before anything is done. */
  readonly reset?: boolean;
  /** It is done; then the connection is dropped, or this is answered instead. */
  readonly replaceResponse?: "reset" | FaultResponse;
}
