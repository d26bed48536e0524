/** What somebody tried, and what was said to it. */
import type { ImageReference } from "../../client-config/image-reference.ts";

/** `get` and `put` are of what is no image; `login` asks for nothing else. */
export const operations = ["push", "pull", "delete", "get", "put", "login"] as const;
export type Operation = (typeof operations)[number];

/** What a client's or a registry's words mean, whatever the words are. */
const symptoms = [
  "name", // the host's name does not resolve
  "refused", // nobody listens there
  "timeout",
  "certificate",
  "plain", // plain HTTP where TLS was expected
  "unauthorized",
  "no credentials", // the client had none to send
  "denied",
  "not found",
  "no tag",
  "no image",
  "immutable", // it is there, and may not be written again
  "read-only",
  "method",
  "blocked", // a proxy does not ask its upstream
  "upstream",
  "full",
  "unavailable",
] as const;
export type Symptom = (typeof symptoms)[number];

/** What was said to it, as far as somebody has told. */
export interface ReportedError {
  /** HTTP's. */
  status?: number;
  symptoms: readonly Symptom[];
}

/** `untagged`: what was pasted does not say which tag of the image it was about. */
export type AttemptTarget = { image: ImageReference; untagged?: true } | { url: string };

export interface Attempt {
  operation: Operation;
  target: AttemptTarget;
  /** Absent: without credentials, or nobody knows as whom. */
  user?: string;
  reportedError?: ReportedError;
}

/** It changes what is in a repository. */
export function isWrite({ operation: deed }: Attempt): boolean {
  return deed === "push" || deed === "put" || deed === "delete";
}

/** It adds to what is in a repository. */
export function isUpload({ operation: deed }: Attempt): boolean {
  return deed === "push" || deed === "put";
}

export function hasSymptom({ reportedError: said }: Attempt, ...any: readonly Symptom[]): boolean {
  return any.some((sign) => said?.symptoms.includes(sign));
}
