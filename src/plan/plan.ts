import { z } from "zod";
import { type ProgramMetadata, parseProgramMetadata } from "../estate/program-metadata.ts";
import { resourceKinds } from "../model/catalogue.ts";
import type { Kind } from "../model/kind.ts";
import { isOtherNexus } from "../model/nexus-address.ts";
import { type Fields, parseJson } from "../util/json.ts";
import { UserError } from "../util/user-error.ts";

/** The operation that Pulumi plans for a resource. */
export type PlanOp = "create" | "update" | "replace" | "delete" | "same";

/** Represents the operation that a run would perform on one resource of Nexus. */
export interface PlanStep {
  op: PlanOp;
  urn: string;
  /** The name of the resource in the program. */
  resource: string;
  kind: Kind;
  /** The name of the `Provider` whose Nexus has the object; absent for the stack's own Nexus. */
  provider?: string;
  /** The inputs of the last `up`; after a refresh, as refreshed. */
  before?: Fields;
  /** The inputs that the program declares. */
  after?: Fields;
  /** True where a removed resource is only taken out of the state and stays in Nexus. */
  retained: boolean;
  /** True where the stack adopted the object and did not create it. */
  adopted: boolean;
  /** True where the refresh found that the password is not the declared one. */
  passwordDrifted: boolean;
}

/** Represents a resource that a preview with `--refresh` read from Nexus. */
export interface RefreshedResource {
  urn: string;
  /** The identity in Nexus. */
  id: string;
  /** The name of the resource in the program. */
  resource: string;
  kind: Kind;
  /** The name of the `Provider` whose Nexus has the object; absent for the stack's own Nexus. */
  provider?: string;
  /** The inputs of the last `up`, before the refresh. */
  applied: Fields;
}

/** Represents the output of `pulumi preview --json --show-sames`. */
export interface Plan {
  project: string;
  stack: string;
  /** The configuration of the stack. Secrets are `[secret]`. */
  configuration: Record<string, string>;
  /** The steps of resources of Nexus. */
  steps: PlanStep[];
  /** With `--refresh`: the resources that were read from Nexus, as the last `up` declared them. */
  refreshed: RefreshedResource[];
  /** The names of the Providers that keep adopted objects (`keepAdopted`). */
  keepAdopted: string[];
  /** Resources of other providers that would change. */
  others: { op: string; urn: string }[];
  /** The metadata of the program, where the preview asked for it. */
  metadata?: ProgramMetadata;
  /** Notices of the provider, such as adopted objects and occupied ports. */
  messages: string[];
  /** Warnings of what Nexus accepts, such as a missing realm. They are probably mistakes. */
  warnings: string[];
  errors: string[];
  /** True where unchanged resources are included, that is, the preview ran with `--show-sames`. */
  complete: boolean;
}

/** The provider prints without severities, so its warnings begin with this word. */
const warningPrefix = /^warning: /i;

/** Reports a text that is no preview. The message says which command prints one. */
export class PlanError extends UserError {
  override readonly name = "PlanError";
}

const fields = z.record(z.string(), z.unknown());
const state = z.object({
  type: z.string(),
  id: z.string().optional(),
  custom: z.boolean().optional(),
  inputs: fields.optional(),
  outputs: fields.optional(),
  retainOnDelete: z.boolean().optional(),
  /** True for the former object of a replacement whose deletion failed before. */
  delete: z.boolean().optional(),
});
const printedStep = z.object({
  op: z.string(),
  urn: z.string(),
  provider: z.string().optional(),
  oldState: state.optional(),
  newState: state.optional(),
});
const printedPreview = z.object({
  config: z.record(z.string(), z.string()).default({}),
  steps: z.array(printedStep),
  diagnostics: z.array(z.object({ message: z.string(), severity: z.string() })).default([]),
  changeSummary: z.record(z.string(), z.number()).default({}),
});
type PrintedStep = z.infer<typeof printedStep>;

const kindsByType: ReadonlyMap<string, Kind> = new Map(
  resourceKinds.map((kind) => [`pulumi-nodejs:${kind.token}`, kind]),
);

/** Operations by Pulumi's names. The single steps of a replacement, which Pulumi prints on request, are left out. */
const ops: Readonly<Record<string, PlanOp>> = {
  create: "create",
  import: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  same: "same",
};

/**
 * Parses the output of `pulumi preview --json --show-sames`.
 *
 * @throws PlanError if the text is not such an output
 * @example
 * const { stack, steps } = readPlan(await readFile("plan.json", "utf8"));
 */
export function readPlan(text: string): Plan {
  const json = parseJson(text);
  if (json === undefined)
    throw new PlanError("is not JSON: save the output of `pulumi preview --json --show-sames` and nothing else");
  const parsed = printedPreview.safeParse(json);
  if (!parsed.success)
    throw new PlanError("is not the output of `pulumi preview --json --show-sames`: it has no steps");
  const { config: configuration, steps, diagnostics, changeSummary } = parsed.data;
  const [, stack = "", project = ""] = /^urn:pulumi:(.*?)::(.*?)::/.exec(steps[0]?.urn ?? "") ?? [];
  const notices = messagesOf(diagnostics, (severity) => severity.startsWith("info"));
  const warnings = [
    ...messagesOf(diagnostics, (severity) => severity === "warning"),
    ...notices.filter((line) => warningPrefix.test(line)).map((line) => line.replace(warningPrefix, "")),
  ];
  const metadata = notices.map(parseProgramMetadata).findLast((line) => line !== undefined);
  const sames = steps.filter(({ op }) => op === "same").length;
  return {
    project,
    stack,
    configuration,
    steps: withoutDestroyedSames(steps).flatMap(toPlanStep),
    refreshed: steps.flatMap(toRefreshedResource),
    keepAdopted: steps.filter(keepsAdopted).map(({ urn }) => resourceName(urn)),
    others: steps.filter(isOther).map(({ op, urn }) => ({ op, urn })),
    ...(metadata && { metadata }),
    messages: notices.filter((line) => !parseProgramMetadata(line) && !warningPrefix.test(line)),
    warnings,
    errors: messagesOf(diagnostics, (severity) => severity === "error"),
    complete: sames >= (changeSummary.same ?? 0),
  };
}

/** Returns the URLs of the last `up` that are those of another Nexus than the program's. */
export function findFormerUrls({ steps }: Plan): string[] {
  const moving = steps.filter(({ before, after }) => before && after && isOtherNexus(before, after));
  return [...new Set(moving.map(({ before }) => String(before?.__nexus)))];
}

function toPlanStep({ op: printedOp, urn, provider, oldState, newState }: PrintedStep): PlanStep[] {
  const kind = kindsByType.get((newState ?? oldState)?.type ?? "");
  const op = Object.hasOwn(ops, printedOp) ? ops[printedOp] : undefined;
  if (!kind || !op) return [];
  const ownProvider = providerName(provider);
  return [
    {
      op,
      urn,
      resource: resourceName(urn),
      kind,
      ...(ownProvider !== undefined && { provider: ownProvider }),
      ...(oldState && { before: oldState.inputs as Fields }),
      ...(newState && op !== "delete" && { after: newState.inputs as Fields }),
      retained: oldState?.retainOnDelete === true,
      adopted: oldState?.outputs?.__adopted === true,
      passwordDrifted: oldState?.outputs?.passwordDrifted === true,
    },
  ];
}

function toRefreshedResource({ op, urn, provider, oldState }: PrintedStep): RefreshedResource[] {
  const kind = kindsByType.get(oldState?.type ?? "");
  if (op !== "refresh" || !kind) return [];
  const ownProvider = providerName(provider);
  const applied = (oldState?.inputs ?? {}) as Fields;
  const id = oldState?.id ?? "";
  return [
    {
      urn,
      id,
      resource: resourceName(urn),
      kind,
      ...(ownProvider !== undefined && { provider: ownProvider }),
      applied,
    },
  ];
}

/** In a destroy that runs the program, Pulumi prints each resource as the same before it prints its deletion. */
function withoutDestroyedSames(steps: readonly PrintedStep[]): PrintedStep[] {
  const destroyed = new Set(
    steps.filter(({ op, oldState }) => op === "delete" && !oldState?.delete).map(({ urn }) => urn),
  );
  return steps.filter(({ op, urn }) => op !== "same" || !destroyed.has(urn));
}

function keepsAdopted({ newState, oldState }: PrintedStep): boolean {
  const { type = "", inputs } = newState ?? oldState ?? {};
  return type === "pulumi:providers:pulumi-nodejs" && inputs?.["nexus:keepAdopted"] === "true";
}

/** Operations that change nothing, and the single steps of a replacement, which is itself a step. */
const unreportedOps = ["same", "refresh", "create-replacement", "delete-replaced"];

/** Components and providers are left out: their resources are reported. */
function isOther({ op, newState, oldState }: PrintedStep): boolean {
  const { type = "", custom = false } = newState ?? oldState ?? {};
  return custom && !unreportedOps.includes(op) && !type.startsWith("pulumi:") && !kindsByType.has(type);
}

/** `urn:pulumi:lab::nexus::TYPE::NAME`; the name may contain colons. */
function resourceName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** `URN::ID` of the provider. Pulumi's own provider is named `default` or `default_1_2_3`. */
function providerName(reference: string | undefined): string | undefined {
  const name = resourceName(reference ?? "").replace(/::[^:]*$/, "");
  return /^(default(_\d+)*)?$/.test(name) ? undefined : name;
}

function messagesOf(
  diagnostics: readonly { message: string; severity: string }[],
  matches: (severity: string) => boolean,
): string[] {
  return diagnostics.filter(({ severity }) => matches(severity)).map(({ message }) => message.trim());
}
