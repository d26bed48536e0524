import type { Chain, ChainStage, ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import { UsageError, UserError } from "../../util/user-error.ts";

/** A promotion that the chain forbids, or that would overwrite content. The message says how to fix it. */
export class PromotionError extends UserError {
  override readonly name = "PromotionError";
}

/** One step of a promotion chain: from a stage to the next. */
export interface PromotionStep {
  chain: Chain;
  from: StageRepository;
  to: StageRepository;
}

/** A stage with its repository. */
export interface StageRepository {
  stage: ChainStage;
  repository: ServedRepository;
}

/** The step that the user requests, by stage names. */
export interface StepRequest {
  from: string;
  to: string;
  /** The name of the chain, needed if several chains have these stages. */
  chain?: string | undefined;
  /** Nexus's names of the formats of the chain. */
  formats: readonly string[];
}

/**
 * Finds the chain with the requested stages and returns the step. Stages cannot be skipped, and the direction is fixed.
 *
 * @throws UsageError if no chain has these stages, PromotionError if they do not follow each other
 * @example
 * resolveStep(clientConfig, { from: "dev", to: "uat", formats: ["docker"] });
 */
export function resolveStep(
  clientConfig: Pick<ClientConfig, "chains" | "repositories">,
  request: StepRequest,
): PromotionStep {
  const chain = findChain(clientConfig.chains, request);
  const { stages } = chain;
  const indexOf = (stage: string) => stages.findIndex(({ name }) => name === stage);
  const [from, to] = [indexOf(request.from), indexOf(request.to)];
  const order = `the stages of ${chain.name} are ${stages.map(({ name }) => name).join(", then ")}`;
  if (to === from) throw new PromotionError(`--from and --to are both ${request.from}; ${order}`);
  if (to < from) throw new PromotionError(`cannot promote backwards from ${request.from} to ${request.to}; ${order}`);
  if (to > from + 1)
    throw new PromotionError(
      `cannot skip a stage; ${order}: promote from ${request.from} to ${stages[from + 1]?.name} first`,
    );
  return {
    chain,
    from: findStageRepository(clientConfig, stages[from]),
    to: findStageRepository(clientConfig, stages[to]),
  };
}

function findChain(chains: readonly Chain[], { from, to, chain: name, formats }: StepRequest): Chain {
  const candidates = chains.filter(({ format }) => formats.includes(format));
  const named = name === undefined ? candidates : candidates.filter((chain) => chain.name === name);
  if (!named.length) {
    const names = candidates.map((chain) => chain.name);
    const subject = name === undefined ? `no ${formats.join(" or ")} promotion chain` : `no promotion chain "${name}"`;
    const suggestion = names.length ? suggestionFor(name ?? "", names) || `; the chains are ${names.join(", ")}` : "";
    throw new UsageError(`there is ${subject}${suggestion || "; declare one with PromotionChain"}`);
  }
  const matching = named.filter(({ stages }) =>
    [from, to].every((name) => stages.some((stage) => stage.name === name)),
  );
  const [chosen, ...others] = matching;
  if (others.length)
    throw new UsageError(
      `${matching.map((chain) => chain.name).join(" and ")} both have the stages ${from} and ${to}; select one with --chain`,
    );
  if (chosen) return chosen;
  const [nearest] = named;
  const missing = [from, to].find((name) => !nearest?.stages.some((stage) => stage.name === name)) ?? to;
  throw new UsageError(nearest ? describeMissingStage(nearest, missing) : "");
}

function describeMissingStage({ name, stages }: Chain, missing: string): string {
  const names = stages.map((stage) => stage.name);
  return `${name} has no stage "${missing}"${suggestionFor(missing, names) || `; its stages are ${names.join(", ")}`}`;
}

function findStageRepository(
  { repositories }: Pick<ClientConfig, "repositories">,
  stage: ChainStage | undefined,
): StageRepository {
  const repository = repositories.find(({ name }) => name === stage?.repository);
  if (!stage || !repository)
    throw new PromotionError(`the repository ${stage?.repository} is missing in the client configuration`);
  return { stage, repository };
}
