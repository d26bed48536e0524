import type { Chain, ChainStage, ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import { UsageError, UserError } from "../../util/user-error.ts";

/** A promotion that a chain does not let through, or that would do harm; the message says what would be right. */
export class PromotionError extends UserError {
  override readonly name = "PromotionError";
}

/** One step of a chain: from a stage to the next. */
export interface PromotionStep {
  chain: Chain;
  from: StageRepository;
  to: StageRepository;
}

export interface StageRepository {
  stage: ChainStage;
  repository: ServedRepository;
}

export interface StepRequest {
  from: string;
  to: string;
  /** The chain's name, where there are several with such stages. */
  chain?: string | undefined;
  /** Formats that count, as Nexus calls them. */
  formats: readonly string[];
}

/**
 * The step that is wanted, of the chain that has it. No stage is skipped, and nothing goes backwards.
 *
 * @throws UsageError where no chain has such stages, PromotionError where it goes otherwise
 */
export function resolveStep(
  clientConfig: Pick<ClientConfig, "chains" | "repositories">,
  wanted: StepRequest,
): PromotionStep {
  const chain = chainOf(clientConfig.chains, wanted);
  const { stages } = chain;
  const indexOf = (wanted: string) => stages.findIndex(({ name }) => name === wanted);
  const [from, to] = [indexOf(wanted.from), indexOf(wanted.to)];
  const order = stages.map(({ name }) => name).join(", then ");
  if (to === from) throw new PromotionError(`${wanted.from} is one stage: ${chain.name} goes from ${order}`);
  if (to < from)
    throw new PromotionError(`nothing goes back from ${wanted.from} to ${wanted.to}: ${chain.name} goes from ${order}`);
  if (to > from + 1)
    throw new PromotionError(
      `${chain.name} goes from ${order}: promote from ${wanted.from} to ${stages[from + 1]?.name} first`,
    );
  return { chain, from: placeOf(clientConfig, stages[from]), to: placeOf(clientConfig, stages[to]) };
}

function chainOf(all: readonly Chain[], { from, to, chain: name, formats }: StepRequest): Chain {
  const chains = all.filter(({ format }) => formats.includes(format));
  const named = name === undefined ? chains : chains.filter((chain) => chain.name === name);
  if (!named.length) {
    const names = chains.map((chain) => chain.name);
    const what = name === undefined ? `no promotion chain of ${formats.join(" or ")}` : `no promotion chain "${name}"`;
    const known = names.length ? `${suggestionFor(name ?? "", names) || `: there are ${names.join(", ")}`}` : "";
    throw new UsageError(`there is ${what}${known || ": declare one with PromotionChain"}`);
  }
  const fitting = named.filter(({ stages }) => [from, to].every((one) => stages.some((stage) => stage.name === one)));
  const [chosen, ...others] = fitting;
  if (others.length)
    throw new UsageError(
      `${fitting.map((chain) => chain.name).join(" and ")} go from ${from} to ${to}: name one with --chain`,
    );
  if (chosen) return chosen;
  const [nearest] = named;
  const missing = [from, to].find((one) => !nearest?.stages.some((stage) => stage.name === one)) ?? to;
  throw new UsageError(nearest ? noStage(nearest, missing) : "");
}

function noStage({ name, stages }: Chain, missing: string): string {
  const names = stages.map((stage) => stage.name);
  const near = suggestionFor(missing, names);
  return `${name} has no stage "${missing}"${near || `: it has ${names.join(", ")}`}`;
}

function placeOf({ repositories }: Pick<ClientConfig, "repositories">, stage: ChainStage | undefined): StageRepository {
  const repository = repositories.find(({ name }) => name === stage?.repository);
  if (!stage || !repository)
    throw new PromotionError(`the repository ${stage?.repository} is not in the client configuration`);
  return { stage, repository };
}
