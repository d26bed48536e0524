import { type Chain, chainSchema as schema } from "../../client-config/chains.ts";
import { formatPath, isUnknown } from "../../util/json.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import { type Estate, type EstateFinding, listRepositories } from "../estate.ts";

/** Promotion chains are of hosted repositories of their format, and no two stages of one are the same. */
export function validateChains(estate: Estate, chains: readonly Chain[]): EstateFinding[] {
  const known = new Map(listRepositories(estate).map((repository) => [repository.name, repository]));
  const names = chains.map(({ name }) => name);
  return chains.flatMap((chain, index) => {
    const place = `the promotion chain ${chain.name}`;
    const told = (message: string): EstateFinding => ({ path: place, message });
    const { success, error } = schema.safeParse(chain);
    if (!success) return error.issues.map(({ path, message }) => told(`${formatPath(path)}: ${message}`));
    return [
      ...(names.indexOf(chain.name) < index ? [told("there are two of that name: give each a name of its own")] : []),
      ...chain.stages.flatMap(({ name, repository, suffix }, at) => {
        const where = `the stage ${name} of ${place}`;
        const found = known.get(repository);
        if (isUnknown(repository)) return [];
        if (!found)
          return [
            {
              path: where,
              message: `there is no repository "${repository}"${suggestionFor(repository, [...known.keys()])}`,
            },
          ];
        if (found.type && found.type !== "hosted")
          return [{ path: where, message: `"${repository}" is a ${found.type}: it must be a hosted repository` }];
        if (found.format && found.format !== chain.format)
          return [{ path: where, message: `"${repository}" is of ${found.format}: the chain is of ${chain.format}` }];
        const same = chain.stages.findIndex((one) => one.repository === repository && one.suffix === suffix);
        if (same < at)
          return [
            {
              path: where,
              message: `is the same as ${chain.stages[same]?.name}: it needs a repository or a suffix of its own`,
            },
          ];
        return [];
      }),
    ];
  });
}
