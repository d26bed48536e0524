import { readFileSync } from "node:fs";

/** A recorded request to a real Nexus Core, with its response. */
export interface Exchange {
  /** The line in the recording, from 1 on. */
  readonly line: number;
  readonly section: string;
  readonly note: string;
  /** The caller: ANONYMOUS without credentials, else a user id. */
  readonly as: string;
  readonly method: string;
  readonly path: string;
  readonly request?: unknown;
  /** Headers that differ from the usual ones. */
  readonly headers?: ExchangeHeaders;
  readonly status: number;
  readonly type?: string;
  readonly response?: unknown;
}

/** Headers of a request. Default: application/json, or text/plain for a text; null: the header is not sent. */
export interface ExchangeHeaders {
  readonly accept?: string | null;
  readonly contentType?: string | null;
}

/** The releases with a recording. */
export const RECORDED_RELEASES = ["3.77.0-08", "3.71.0-06"] as const;

export type RecordedRelease = (typeof RECORDED_RELEASES)[number];

/** The caller of requests without credentials, as the recordings contain it. */
export const ANONYMOUS = "nobody";

/** Reads the recording of a release. */
export function readExchanges(release: RecordedRelease): Exchange[] {
  const file = new URL(`../recordings/nexus-core-${release}.jsonl`, import.meta.url);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((text, index) => ({ line: index + 1, ...(JSON.parse(text) as Omit<Exchange, "line">) }));
}

/** Returns the name of an exchange in lists. It contains the request, so that a moved line is noticed. */
export const getExchangeName = ({ line, method, path }: Exchange): string => `line ${line}: ${method} ${path}`;
