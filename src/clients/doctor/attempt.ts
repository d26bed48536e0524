import type { ImageReference } from "../../client-config/image-reference.ts";

/**
 * Client operations that the doctor can diagnose. `push`, `pull` and `delete` are for images, `get` and `put` for all
 * other formats; `login` is a login without a further request.
 */
export const operations = ["push", "pull", "delete", "get", "put", "login"] as const;
export type Operation = (typeof operations)[number];

/** Meanings of error messages of clients, registries and Nexus, independent of their wording. */
const symptoms = [
  "name", // the host name does not resolve
  "refused", // connection refused
  "timeout",
  "certificate",
  "plain", // plain HTTP where TLS was expected
  "unauthorized",
  "no credentials", // the client had no credentials to send
  "denied",
  "not found",
  "no tag",
  "no image",
  "immutable", // the object exists and must not be overwritten
  "read-only",
  "method",
  "blocked", // the proxy repository is blocked and does not contact its upstream
  "upstream",
  "full",
  "unavailable",
] as const;
export type Symptom = (typeof symptoms)[number];

/** The error that a client or a log reported, as far as it is known. */
export interface ReportedError {
  /** The HTTP status code. */
  status?: number;
  symptoms: readonly Symptom[];
}

/** The image or URL of an attempt. `untagged` marks an image whose tag the pasted error does not name. */
export type AttemptTarget = { image: ImageReference; untagged?: true } | { url: string };

/** Represents an operation that a client tried and that failed. */
export interface Attempt {
  operation: Operation;
  target: AttemptTarget;
  /** The user id. Absent if the client sent no credentials, or if the user is not known. */
  user?: string;
  reportedError?: ReportedError;
}

/** Returns true if the operation changes the content of a repository. */
export function isWrite({ operation }: Attempt): boolean {
  return operation === "push" || operation === "put" || operation === "delete";
}

/** Returns true if the operation adds content to a repository. */
export function isUpload({ operation }: Attempt): boolean {
  return operation === "push" || operation === "put";
}

/** Returns true if the reported error has one of the symptoms. */
export function hasSymptom({ reportedError }: Attempt, ...anyOf: readonly Symptom[]): boolean {
  return anyOf.some((symptom) => reportedError?.symptoms.includes(symptom));
}
