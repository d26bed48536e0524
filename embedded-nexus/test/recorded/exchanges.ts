import { readFileSync } from "node:fs";

/** One exchange with a real Nexus Core, as recorded. */
export interface Exchange {
  /** Its line in the file, from 1. */
  readonly line: number;
  readonly section: string;
  readonly note: string;
  /** Who asked: `nobody` without credentials, else a user id. */
  readonly as: string;
  readonly method: string;
  readonly path: string;
  readonly request?: unknown;
  /** Where they are not the usual ones. */
  readonly headers?: Headers;
  readonly status: number;
  readonly type?: string;
  readonly response?: unknown;
}

/** Absent: application/json, text/plain for a text; null: none sent. */
export interface Headers {
  readonly accept?: string | null;
  readonly contentType?: string | null;
}

/** The releases that exchanges were recorded with. */
export const RECORDED = ["3.77.0-08", "3.71.0-06"] as const;

export type Recorded = (typeof RECORDED)[number];

export function exchanges(release: Recorded): Exchange[] {
  const file = new URL(`../recordings/nexus-core-${release}.jsonl`, import.meta.url);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((text, index) => ({ line: index + 1, ...(JSON.parse(text) as Omit<Exchange, "line">) }));
}

/** What an exchange is called in lists: its line cannot move without its request being checked. */
export const nameOf = ({ line, method, path }: Exchange): string => `line ${line}: ${method} ${path}`;
