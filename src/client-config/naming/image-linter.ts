import { suggestionFor } from "../../util/suggestions.ts";
import type { ClientConfig } from "../client-config.ts";
import {
  describeInvalidReference,
  formatImageReference,
  type ImageReference,
  listRegistryAddresses,
  locateImage,
  parseImageReference,
} from "../image-reference.ts";
import { type CompiledNamingRule, compileNamingRules, type NamingProblem } from "./naming-rules.ts";

/** The result of linting one image reference. */
export interface ImageLintResult {
  reference: string;
  /** The Docker repository of the image. Absent if the reference has no registry. */
  repository?: string;
  /** Problems. Empty if the reference is valid. */
  wrong: string[];
  /** Whole references that would be valid. */
  right: string[];
}

export type NamingContext = Pick<ClientConfig, "url" | "repositories" | "naming">;

/**
 * Creates a linter of image references for a client configuration. A reference without a registry is valid if it matches
 * any rule.
 *
 * @param repository - limits references without a registry to the rules of this repository
 * @throws NamePatternError
 *
 * @example
 * const lint = createImageLinter(clientConfig);
 * lint("nexus.example:5002/demo/web:build-1").wrong;
 */
export function createImageLinter(context: NamingContext, repository?: string): (text: string) => ImageLintResult {
  const rules = compileNamingRules(context.naming ?? []);
  return (text) => {
    const { reference, wrong } = parseIgnoringCase(text);
    if (!reference) return { reference: text, wrong, right: [] };
    const location = reference.host === undefined ? undefined : locateImage(context, reference);
    if (reference.host !== undefined && !location)
      return { reference: text, wrong: [...wrong, describeUnknownRegistry(reference, context)], right: [] };
    const repositoryName = location?.repository.name ?? repository;
    const path = location?.image ?? reference.path;
    const problems = findProblems(rules, repositoryName, path, reference);
    const messages = [...wrong, ...problems.map(({ message }) => message)];
    return {
      reference: text,
      ...(repositoryName !== undefined && { repository: repositoryName }),
      wrong: messages,
      right: messages.length ? suggestReferences(reference, path, problems) : [],
    };
  };
}

/** Returns the problems of the rule with the fewest problems. The tag of a reference by digest only is not checked. */
function findProblems(
  rules: readonly CompiledNamingRule[],
  repository: string | undefined,
  path: string,
  reference: ImageReference,
): NamingProblem[] {
  const { tag = reference.digest === undefined ? "latest" : undefined } = reference;
  const candidates = rules.filter(({ repositories }) => repository === undefined || repositories.includes(repository));
  const results = candidates.map((rule) => rule.findProblems(path, tag)).sort((a, b) => a.length - b.length);
  const best = results[0] ?? [];
  if (reference.tag !== undefined || tag === undefined) return best;
  return best.map((problem) =>
    problem.part === "tag" ? { ...problem, message: `no tag means latest: ${problem.message}` } : problem,
  );
}

/** Parses a reference; upper case in its path is reported and ignored. */
function parseIgnoringCase(text: string): { reference?: ImageReference; wrong: string[] } {
  const reference = parseImageReference(text);
  if (reference) return { reference, wrong: [] };
  const [, path = "", rest = ""] = /^([^@]*?)((?::\w[\w.-]*)?(?:@.*)?)$/.exec(text) ?? [];
  const lowerCase = parseImageReference(path.toLowerCase() + rest);
  if (!lowerCase) return { wrong: [describeInvalidReference(text)] };
  return { reference: lowerCase, wrong: ["path contains upper case, which registries reject"] };
}

function describeUnknownRegistry({ host = "", path }: ImageReference, { url, repositories }: NamingContext): string {
  const addresses = [...new Set(repositories.flatMap((repository) => listRegistryAddresses(repository, url)))];
  const suggestion = suggestionFor(
    host,
    addresses.map((address) => address.split("/")[0] ?? ""),
  );
  const list = addresses.length ? `; use one of ${addresses.join(", ")}` : ", which has none";
  return `${host}/${path} is not at a Docker address of this Nexus${suggestion || list}`;
}

/** Combines the valid paths and tags. Returns nothing if a part must be chosen by a person. */
function suggestReferences(reference: ImageReference, path: string, problems: readonly NamingProblem[]): string[] {
  const listCandidates = (part: NamingProblem["part"], current: string | undefined) =>
    problems.find((problem) => problem.part === part)?.right ?? [current];
  const pathPrefix = reference.path.slice(0, reference.path.length - path.length);
  return listCandidates("path", path).flatMap((validPath) =>
    listCandidates("tag", reference.tag).map((tag) => {
      const { tag: _, ...others } = reference;
      return formatImageReference({ ...others, path: pathPrefix + validPath, ...(tag !== undefined && { tag }) });
    }),
  );
}
