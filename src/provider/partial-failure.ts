import { mayHaveTakenEffect } from "../client/errors.ts";
import { showsAllDeclared } from "../model/comparison.ts";
import type { Kind } from "../model/kind.ts";
import { collectSecrets } from "../model/shape.ts";
import { type Fields, isFields } from "../util/json.ts";
import { UserError } from "../util/user-error.ts";
import { getDeclared } from "./inputs.ts";
import type { ProviderRun } from "./provider-run.ts";

/**
 * A failure after which the object in Nexus may be neither as before nor as declared. Pulumi stores the object with its failure
 * (a partial failure), and the next `up` updates it in any case, also if the program was reverted meanwhile. After any other
 * failure Pulumi keeps the former state, and an `up` of the reverted program sees no difference.
 */
export class PartialFailureError extends UserError {
  override readonly name = "PartialFailureError";
  readonly failure: unknown;
  readonly id: string;
  /** The outputs to store. */
  readonly properties: Fields;

  constructor(failure: unknown, id: string, properties: Fields) {
    super(failure instanceof Error ? failure.message : String(failure));
    this.failure = failure;
    this.id = id;
    this.properties = properties;
  }
}

/** Returns true if this run has changed the object, or may have changed it with the request that failed. */
export function mayHaveChanged(run: ProviderRun, kind: Kind, identity: string, failure: unknown): boolean {
  return mayHaveTakenEffect(failure) || run.getLastWrite(kind, identity) !== undefined;
}

/**
 * Returns the outputs of a partial failure: everything that was declared before or is declared now, so that the next update
 * writes all of it again or resets it. A password counts as changed in Nexus, so it is set again, and so are the declared fields that
 * Nexus does not return.
 */
export function toUncertainOutputs(kind: Kind, before: Fields, outputs: Fields): Fields {
  const declared = getDeclared(outputs);
  const isUnconfirmed = collectSecrets(kind.shape, declared).length > 0 || !showsAllDeclared(kind.shape, declared, {});
  return {
    ...mergeFields(before, outputs),
    ...(kind.login && { passwordDrifted: true }),
    ...(isUnconfirmed && { __unconfirmed: true }),
  };
}

function mergeFields(before: Fields, after: Fields): Fields {
  const merged = Object.entries(after).map(([key, value]): [string, Fields[string]] => {
    const former = before[key];
    return [key, isFields(former) && isFields(value) ? mergeFields(former, value) : value];
  });
  return { ...before, ...Object.fromEntries(merged) };
}
