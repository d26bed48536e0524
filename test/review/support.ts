import type { Declaration, Estate } from "../../src/estate/estate.ts";
import type { Invariant } from "../../src/estate/invariants.ts";
import { formatProgramMetadata } from "../../src/estate/program-metadata.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { getIdentity, type Kind } from "../../src/model/kind.ts";
import { type Plan, readPlan } from "../../src/plan/plan.ts";
import { createPlanContext } from "../../src/plan/plan-context.ts";
import type { Review } from "../../src/review/report-schemas.ts";
import { createReview } from "../../src/review/review.ts";
import type { CleanupCounts } from "../../src/review/risks/risk-rule.ts";
import type { Fields } from "../../src/util/json.ts";

/** A resource of a program: a kind by its name, what it declares, and whether it stays when it is declared no more. */
export interface Declared {
  kind: Kind;
  resource: string;
  fields: Fields;
  retained?: boolean;
}

export function declared(kindName: string, resource: string, fields: Fields = {}, retained = false): Declared {
  const kind = catalogue.get(kindName);
  if (!kind) throw new Error(`there is no kind ${kindName}`);
  const named = kind.identity === undefined ? {} : { [kind.identity]: resource };
  return { kind, resource, fields: { ...named, ...fields }, retained };
}

const urnOf = ({ kind, resource }: Declared) => `urn:pulumi:lab::nexus::pulumi-nodejs:${kind.token}::${resource}`;

function stateOf(one: Declared, url = "https://nexus.example") {
  return {
    type: `pulumi-nodejs:${one.kind.token}`,
    custom: true,
    inputs: { ...one.fields, __provider: "text", __nexus: url },
    retainOnDelete: one.retained,
  };
}

export interface Change {
  before?: readonly Declared[];
  after?: readonly Declared[];
  /** What Nexus holds; absent where it is not looked at. */
  live?: readonly Declared[];
  invariants?: readonly Invariant[];
  configuration?: Record<string, string>;
  wouldRemove?: CleanupCounts;
  /** Where the stack's Nexus was before. */
  formerUrl?: string;
}

/** What Pulumi prints for a program that declared the one and now declares the other. */
export function previewText({
  before = [],
  after = [],
  invariants = [],
  configuration = {},
  formerUrl,
}: Change): string {
  const old = new Map(before.map((one) => [urnOf(one), one]));
  const now = new Set(after.map(urnOf));
  const steps = [
    ...after.map((one) => {
      const former = old.get(urnOf(one));
      const isSame = former && !formerUrl && JSON.stringify(former.fields) === JSON.stringify(one.fields);
      const isOther = former && getIdentity(one.kind, former.fields) !== getIdentity(one.kind, one.fields);
      const op = !former ? "create" : isSame ? "same" : isOther ? "replace" : "update";
      return { op, urn: urnOf(one), ...(former && { oldState: stateOf(former, formerUrl) }), newState: stateOf(one) };
    }),
    ...before
      .filter((one) => !now.has(urnOf(one)))
      .map((one) => ({ op: "delete", urn: urnOf(one), oldState: stateOf(one, formerUrl) })),
  ];
  return JSON.stringify({
    config: configuration,
    steps,
    diagnostics: [
      {
        message: `${formatProgramMetadata(invariants, [], { clients: {}, clientConfig: {}, chains: [] })}\n`,
        severity: "info",
      },
    ],
    changeSummary: {},
  });
}

export function planOf(change: Change): Plan {
  return readPlan(previewText(change));
}

export function estateOf(things: readonly Declared[]): Estate {
  const declarations = things.map(
    ({ kind, fields }): Declaration => ({
      kind,
      resource: getIdentity(kind, fields),
      fields: { ...typeOf(kind), ...fields },
    }),
  );
  return { declarations, existing: [] };
}

/** What Nexus says of what it shows, and nobody declares. */
function typeOf({ name, repository }: Kind): Fields {
  const [, type] = /^(?:blob-store|privilege)-(.*)/.exec(name) ?? [];
  return { ...repository, ...(type !== undefined && { type }) };
}

export function review(change: Change): Review {
  const server = { release: "3.94.0", edition: "COMMUNITY" } as const;
  const url = "https://nexus.example";
  const seen = change.live && { url, server, estate: estateOf(change.live), unreadable: new Set<never>() };
  return createReview(createPlanContext(planOf(change), seen), {
    cleanupCounts: change.wouldRemove ?? new Map(),
    notChecked: seen ? [] : ["Nexus was not looked at (--offline): what exists there already is not told"],
  });
}
