import { type Chain, chainSchema } from "../../client-config/client-config.ts";
import { formatPath, isUnknown } from "../../util/json.ts";
import { describeIssue } from "../../util/schema-issues.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import { type Estate, type EstateFinding, findUnknownName, listRepositories } from "../estate.ts";

/** Checks that promotion chains consist of distinct stages in hosted repositories of the chain's format. */
export function validateChains(estate: Estate, chains: readonly Chain[]): EstateFinding[] {
  const repositories = new Map(listRepositories(estate).map((repository) => [repository.name, repository]));
  const names = chains.map(({ name }) => name);
  return chains.flatMap((chain, index) => {
    const chainPath = `promotion chain "${chain.name}"`;
    const { success, error } = chainSchema.safeParse(chain, { error: describeIssue });
    if (!success)
      return error.issues.map(({ path, message }) => ({ path: chainPath, message: `${formatPath(path)}: ${message}` }));
    const duplicate = { path: chainPath, message: "the name is used twice; give each chain a unique name" };
    return [
      ...(names.indexOf(chain.name) < index ? [duplicate] : []),
      ...chain.stages.flatMap(({ name, repository: repositoryName, suffix }, stageIndex) => {
        const createFinding = (message: string): EstateFinding[] => [
          { path: `stage "${name}" of ${chainPath}`, message },
        ];
        const repository = repositories.get(repositoryName);
        if (isUnknown(repositoryName)) return [];
        if (!repository && findUnknownName(estate, "repository")) return [];
        if (!repository)
          return createFinding(
            `repository "${repositoryName}" is not declared${suggestionFor(repositoryName, [...repositories.keys()])}`,
          );
        if (repository.type && repository.type !== "hosted")
          return createFinding(`repository "${repositoryName}" is a ${repository.type}; use a hosted repository`);
        if (repository.format && repository.format !== chain.format)
          return createFinding(
            `repository "${repositoryName}" has the format ${repository.format}; the chain has the format ${chain.format}`,
          );
        const equalIndex = chain.stages.findIndex(
          (stage) => stage.repository === repositoryName && stage.suffix === suffix,
        );
        return equalIndex < stageIndex
          ? createFinding(
              `has the same repository and suffix as stage "${chain.stages[equalIndex]?.name}"; give it another repository or suffix`,
            )
          : [];
      }),
    ];
  });
}
