import { getIdentity, type Kind } from "../model/kind.ts";
import { findNewerSchema, stateSchema } from "../model/stored-state.ts";
import { formatViolation, type Violation } from "../model/validation.ts";
import type { Fields } from "../util/json.ts";
import { RefusedError } from "./errors.ts";
import { findTransformedFields, getDeclared, removeTransientInputs } from "./inputs.ts";

/** The result of `check`, as Pulumi expects it. */
export interface CheckResult {
  inputs: Fields;
  failures: { property: string; reason: string }[];
}

/** The result of `diff`, as Pulumi expects it. */
export interface DiffResult {
  changes: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** The provider of the resources of one kind. {@link createMethods} adds the rules that hold for all kinds. */
export interface ResourceProvider {
  check(olds: Fields, news: Fields): Promise<Violation[]>;
  diff(id: string, olds: Fields, news: Fields): Promise<DiffResult>;
  create(inputs: Fields): Promise<{ id: string; outs: Fields }>;
  read(id: string, properties: Fields): Promise<{ id: string; props: Fields; inputs: Fields }>;
  update(id: string, olds: Fields, news: Fields): Promise<{ outs: Fields }>;
  delete(id: string, properties: Fields): Promise<void>;
}

/** The methods of a Pulumi dynamic provider. */
export interface ProviderMethods extends Omit<ResourceProvider, "check"> {
  check(olds: Fields, news: Fields): Promise<CheckResult>;
}

const changedByTransform =
  "is not as the resource declares it, so the program was validated with another value: a transform has set the field or " +
  "ignoreChanges. Set both where the resource is created";

/** Creates the methods that Pulumi calls: a state of a newer version and fields that a transform has set are refused. */
export function createMethods(kind: Kind, provider: ResourceProvider): ProviderMethods {
  return {
    check: async (olds, news) => {
      requireReadable(kind, olds);
      const transformed = findTransformedFields(news).map((path) => ({ path, message: changedByTransform }));
      const violations = transformed.length ? transformed : await provider.check(olds, news);
      return {
        inputs: removeTransientInputs(news),
        // Pulumi would print the value of a named property too: `{<nil>}` for a nested path, and secrets.
        failures: violations.map((violation) => ({ property: "", reason: formatViolation(violation) })),
      };
    },
    diff: (id, olds, news) => provider.diff(id, olds, news),
    create: (inputs) => provider.create(inputs),
    read: async (id, properties) => {
      requireReadable(kind, properties);
      return provider.read(id, properties);
    },
    update: (id, olds, news) => provider.update(id, olds, news),
    delete: async (id, properties) => {
      requireReadable(kind, properties);
      return provider.delete(id, properties);
    },
  };
}

/** @throws RefusedError if a newer version stored the resource in a form that this version cannot read */
function requireReadable(kind: Kind, stored: Fields): void {
  const schema = findNewerSchema(stored);
  if (schema === undefined) return;
  const identity = kind.setting ? "" : ` "${getIdentity(kind, getDeclared(stored))}"`;
  throw new RefusedError(
    `${kind.noun}${identity}: a newer version of nexus-iac stored it (schema ${schema}; this version reads up to ` +
      `${stateSchema}). Install the version that wrote the stack's state`,
  );
}
