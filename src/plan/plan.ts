import { z } from "zod";
import { type ProgramMetadata, parseProgramMetadata } from "../estate/program-metadata.ts";
import { catalogue } from "../model/catalogue.ts";
import type { Kind } from "../model/kind.ts";
import type { Fields } from "../util/json.ts";
import { UserError } from "../util/user-error.ts";

/** What Pulumi would do with a resource. */
export type Op = "create" | "update" | "replace" | "delete" | "same";

/** What a run would do with one thing in Nexus. */
export interface Step {
  op: Op;
  urn: string;
  /** The resource's own name in the program. */
  resource: string;
  kind: Kind;
  /** The name of the `Provider` whose Nexus it is in; nothing for the stack's own. */
  provider?: string;
  /** As the last `up` declared it; with a refresh before it, as it is now. */
  before?: Fields;
  /** As the program declares it. */
  after?: Fields;
  /** When it goes, it is taken out of the state only, and stays in Nexus. */
  retained: boolean;
  /** Looking found that the password is another one. */
  passwordDrifted: boolean;
}

/** What was looked at before a preview. */
export interface Refreshed {
  urn: string;
  resource: string;
  kind: Kind;
  provider?: string;
  applied: Fields;
}

/** A preview as `pulumi preview --json --show-sames` tells it: all that a run would do, and what was said. */
export interface Plan {
  project: string;
  stack: string;
  /** The stack's configuration; secrets are not told. */
  configuration: Record<string, string>;
  steps: Step[];
  /** With `--refresh`: what the last `up` declared, before it was looked at. */
  refreshed: Refreshed[];
  /** Resources that are none of Nexus's and would change, by what happens to them. */
  others: { op: string; urn: string }[];
  /** What the program told of itself, where it was asked. */
  told?: ProgramMetadata;
  /** What was told on the way: what is adopted, which ports are taken. */
  said: string[];
  errors: string[];
  /** Resources that stay as they are are in it: it was made with --show-sames. */
  complete: boolean;
}

/** The text is no plan; the message says what would be one. */
export class PlanError extends UserError {
  override readonly name = "PlanError";
}

const fields = z.record(z.string(), z.unknown());
const state = z.object({
  type: z.string(),
  custom: z.boolean().optional(),
  inputs: fields.optional(),
  outputs: fields.optional(),
  retainOnDelete: z.boolean().optional(),
});
const step = z.object({
  op: z.string(),
  urn: z.string(),
  provider: z.string().optional(),
  oldState: state.optional(),
  newState: state.optional(),
});
const printed = z.object({
  config: z.record(z.string(), z.string()).default({}),
  steps: z.array(step),
  diagnostics: z.array(z.object({ message: z.string(), severity: z.string() })).default([]),
  changeSummary: z.record(z.string(), z.number()).default({}),
});
type ToldStep = z.infer<typeof step>;

const kindsByType: ReadonlyMap<string, Kind> = new Map(
  [...catalogue.values()].map((kind) => [`pulumi-nodejs:${kind.token}`, kind]),
);

/** What Pulumi calls what happens to a resource; the steps of a replacement, told on demand, say nothing more. */
const ops: Readonly<Record<string, Op>> = {
  create: "create",
  import: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  same: "same",
};

/**
 * Reads what `pulumi preview --json --show-sames` printed.
 *
 * @throws PlanError
 */
export function readPlan(text: string): Plan {
  const parsed = printed.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new PlanError("is not what `pulumi preview --json --show-sames` prints: there are no steps in it");
  const { config: configuration, steps, diagnostics, changeSummary } = parsed.data;
  const [, stack = "", project = ""] = /^urn:pulumi:(.*?)::(.*?)::/.exec(steps[0]?.urn ?? "") ?? [];
  const said = messages(diagnostics, (severity) => severity.startsWith("info"));
  const told = said.map(parseProgramMetadata).findLast((one) => one !== undefined);
  const sames = steps.filter(({ op }) => op === "same").length;
  return {
    project,
    stack,
    configuration,
    steps: steps.flatMap(stepOf),
    refreshed: steps.flatMap(refreshedOf),
    others: steps.filter(isOther).map(({ op, urn }) => ({ op, urn })),
    ...(told && { told }),
    said: said.filter((line) => !parseProgramMetadata(line)),
    errors: messages(diagnostics, (severity) => severity === "error"),
    complete: sames >= (changeSummary.same ?? 0),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlanError("is not JSON: save what `pulumi preview --json --show-sames` prints, and nothing beside it");
  }
}

function stepOf({ op: name, urn, provider, oldState, newState }: ToldStep): Step[] {
  const kind = kindsByType.get((newState ?? oldState)?.type ?? "");
  const op = Object.hasOwn(ops, name) ? ops[name] : undefined;
  if (!kind || !op) return [];
  const own = providerName(provider);
  return [
    {
      op,
      urn,
      resource: nameIn(urn),
      kind,
      ...(own !== undefined && { provider: own }),
      ...(oldState && { before: oldState.inputs as Fields }),
      ...(newState && op !== "delete" && { after: newState.inputs as Fields }),
      retained: oldState?.retainOnDelete === true,
      passwordDrifted: oldState?.outputs?.passwordDrifted === true,
    },
  ];
}

function refreshedOf({ op, urn, provider, oldState }: ToldStep): Refreshed[] {
  const kind = kindsByType.get(oldState?.type ?? "");
  if (op !== "refresh" || !kind) return [];
  const own = providerName(provider);
  const applied = (oldState?.inputs ?? {}) as Fields;
  return [{ urn, resource: nameIn(urn), kind, ...(own !== undefined && { provider: own }), applied }];
}

/** Steps that change nothing, and those of a replacement, which is told beside them. */
const untold = ["same", "refresh", "create-replacement", "delete-replaced"];

/** Components and providers are told by what is in them. */
function isOther({ op, newState, oldState }: ToldStep): boolean {
  const { type = "", custom = false } = newState ?? oldState ?? {};
  return custom && !untold.includes(op) && !type.startsWith("pulumi:") && !kindsByType.has(type);
}

/** `urn:pulumi:lab::nexus::TYPE::NAME`; the name may have colons, too. */
function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** `URN::ID` of the provider; Pulumi's own is called `default`, or `default_1_2_3`. */
function providerName(reference: string | undefined): string | undefined {
  const name = nameIn(reference ?? "").replace(/::[^:]*$/, "");
  return /^(default(_\d+)*)?$/.test(name) ? undefined : name;
}

function messages(
  diagnostics: readonly { message: string; severity: string }[],
  wanted: (severity: string) => boolean,
): string[] {
  return diagnostics.filter(({ severity }) => wanted(severity)).map(({ message }) => message.trim());
}
