import type { ClientConfigArgs } from "../../src/client-config/client-config-args.ts";
import type { Declaration, Estate } from "../../src/estate/estate.ts";
import type { Invariant } from "../../src/estate/invariants.ts";
import { formatProgramMetadata } from "../../src/estate/program-metadata.ts";
import { findStoredKind } from "../../src/model/catalogue.ts";
import { getIdentity, type Kind } from "../../src/model/kind.ts";
import { type Plan, readPlan } from "../../src/plan/plan.ts";
import { createPlanContext } from "../../src/plan/plan-context.ts";
import type { Review } from "../../src/review/report-schemas.ts";
import { createReview } from "../../src/review/review.ts";
import type { ComponentCounts } from "../../src/review/risks/risk-rule.ts";
import type { Fields } from "../../src/util/json.ts";

/** Represents a resource of a program. */
export interface DeclaredResource {
  kind: Kind;
  resource: string;
  fields: Fields;
  retained?: boolean;
  /** True where the stack adopted the object. */
  adopted?: boolean;
}

/** Creates a resource of a kind. A `retained` resource stays in Nexus when it is removed from the program. */
export function declareResource(
  kindName: string,
  resource: string,
  fields: Fields = {},
  retained = false,
): DeclaredResource {
  const kind = findStoredKind(kindName);
  if (!kind) throw new Error(`no kind ${kindName}`);
  const named = kind.identity === undefined ? {} : { [kind.identity]: resource };
  return { kind, resource, fields: { ...named, ...fields }, retained };
}

const urnOf = ({ kind, resource }: DeclaredResource) =>
  `urn:pulumi:lab::nexus::pulumi-nodejs:${kind.token}::${resource}`;

function stateOf(resource: DeclaredResource, url = "https://nexus.example") {
  return {
    type: `pulumi-nodejs:${resource.kind.token}`,
    custom: true,
    inputs: { ...resource.fields, __provider: "text", __nexus: url },
    ...(resource.adopted && { outputs: { __adopted: true } }),
    retainOnDelete: resource.retained,
  };
}

/** Represents a change of a program. */
export interface ChangeCase {
  before?: readonly DeclaredResource[];
  after?: readonly DeclaredResource[];
  /** The objects in Nexus; absent where Nexus is not read. */
  live?: readonly DeclaredResource[];
  invariants?: readonly Invariant[];
  clientConfig?: ClientConfigArgs;
  configuration?: Record<string, string>;
  cleanupCounts?: ComponentCounts;
  contentCounts?: ComponentCounts;
  /** The URL of the last `up`, where it was another one. */
  formerUrl?: string;
}

/** Returns the output of `pulumi preview --json --show-sames` for a change. */
export function toPreviewJson({
  before = [],
  after = [],
  invariants = [],
  clientConfig = {},
  configuration = {},
  formerUrl,
}: ChangeCase): string {
  const resourcesBefore = new Map(before.map((resource) => [urnOf(resource), resource]));
  const urnsAfter = new Set(after.map(urnOf));
  const steps = [
    ...after.map((resource) => {
      const former = resourcesBefore.get(urnOf(resource));
      const isSame = former && !formerUrl && JSON.stringify(former.fields) === JSON.stringify(resource.fields);
      const isRenamed =
        former && getIdentity(resource.kind, former.fields) !== getIdentity(resource.kind, resource.fields);
      const op = !former ? "create" : isSame ? "same" : isRenamed ? "replace" : "update";
      return {
        op,
        urn: urnOf(resource),
        ...(former && { oldState: stateOf(former, formerUrl) }),
        newState: stateOf(resource),
      };
    }),
    ...before
      .filter((resource) => !urnsAfter.has(urnOf(resource)))
      .map((resource) => ({ op: "delete", urn: urnOf(resource), oldState: stateOf(resource, formerUrl) })),
  ];
  return JSON.stringify({
    config: configuration,
    steps,
    diagnostics: [
      {
        message: `${formatProgramMetadata(invariants, [], { clients: {}, clientConfig, chains: [] })}\n`,
        severity: "info",
      },
    ],
    changeSummary: {},
  });
}

/** Parses the preview of a change. */
export function toPlan(change: ChangeCase): Plan {
  return readPlan(toPreviewJson(change));
}

/** Returns the objects as an inventory of Nexus has them. */
export function toEstate(resources: readonly DeclaredResource[]): Estate {
  const declarations = resources.map(
    ({ kind, fields }): Declaration => ({
      kind,
      resource: getIdentity(kind, fields),
      fields: { ...typeOf(kind), ...fields },
    }),
  );
  return { declarations, existing: [] };
}

/** Returns the fields that Nexus returns and no program declares. */
function typeOf({ name, repository }: Kind): Fields {
  const [, type] = /^(?:blob-store|privilege)-(.*)/.exec(name) ?? [];
  return { ...repository, ...(type !== undefined && { type }) };
}

/** Creates the review of a change. */
export function reviewCase(change: ChangeCase): Review {
  const server = { release: "3.94.0", edition: "COMMUNITY" } as const;
  const url = "https://nexus.example";
  const snapshot = change.live && { url, server, estate: toEstate(change.live), unreadable: new Set<never>() };
  return createReview(createPlanContext(toPlan(change), snapshot), {
    cleanupCounts: change.cleanupCounts ?? new Map(),
    contentCounts: change.contentCounts ?? new Map(),
    notChecked: snapshot ? [] : ["Nexus (--offline): existing objects are unknown"],
  });
}
