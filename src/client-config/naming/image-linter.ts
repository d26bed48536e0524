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

/** What a reference says of an image, held against an estate's naming rules. */
export interface ImageLintResult {
  reference: string;
  /** The Docker repository it is in; absent where no registry stands before it. */
  repository?: string;
  /** What is wrong; nothing where all is right. */
  wrong: string[];
  /** Whole references that would be right. */
  right: string[];
}

export type NamingContext = Pick<ClientConfig, "url" | "repositories" | "naming">;

/**
 * Lints references as an estate's client configuration has it. One without a registry is right where any rule takes it.
 *
 * @param repository - the repository that references without a registry are meant for
 * @throws PatternError
 */
export function createImageLinter(names: NamingContext, repository?: string): (text: string) => ImageLintResult {
  const rules = compileNamingRules(names.naming ?? []);
  return (text) => {
    const { reference, wrong } = leniently(text);
    if (!reference) return { reference: text, wrong, right: [] };
    const place = reference.host === undefined ? undefined : locateImage(names, reference);
    if (reference.host !== undefined && !place)
      return { reference: text, wrong: [...wrong, elsewhere(reference, names)], right: [] };
    const at = place?.repository.name ?? repository;
    const path = place?.image ?? reference.path;
    const problems = judged(rules, at, path, reference);
    const found = [...wrong, ...problems.map(({ message }) => message)];
    return {
      reference: text,
      ...(at !== undefined && { repository: at }),
      wrong: found,
      right: found.length ? corrected(reference, path, problems) : [],
    };
  };
}

/** The rule that holds, or that is nearest to holding. A reference by digest alone has no tag to be judged. */
function judged(
  rules: readonly CompiledNamingRule[],
  repository: string | undefined,
  path: string,
  reference: ImageReference,
) {
  const { tag = reference.digest === undefined ? "latest" : undefined } = reference;
  const holding = rules.filter(({ repositories }) => repository === undefined || repositories.includes(repository));
  const each = holding.map((rule) => rule.findProblems(path, tag)).sort((a, b) => a.length - b.length);
  const best = each[0] ?? [];
  if (reference.tag !== undefined || tag === undefined) return best;
  return best.map((problem) =>
    problem.part === "tag" ? { ...problem, message: `no tag means latest: ${problem.message}` } : problem,
  );
}

/** A reference whose path has upper case is read as if it had none. */
function leniently(text: string): { reference?: ImageReference; wrong: string[] } {
  const reference = parseImageReference(text);
  if (reference) return { reference, wrong: [] };
  const [, path = "", rest = ""] = /^([^@]*?)((?::\w[\w.-]*)?(?:@.*)?)$/.exec(text) ?? [];
  const lower = parseImageReference(path.toLowerCase() + rest);
  if (!lower) return { wrong: [describeInvalidReference(text)] };
  return { reference: lower, wrong: ["the path has upper case, which registries refuse"] };
}

function elsewhere({ host = "", path }: ImageReference, { url, repositories }: NamingContext): string {
  const known = [...new Set(repositories.flatMap((repository) => listRegistryAddresses(repository, url)))];
  const near = suggestionFor(
    host,
    known.map((address) => address.split("/")[0] ?? ""),
  );
  const has = known.length ? `it has ${known.join(", ")}` : "it has none";
  return `${host}/${path} is at no Docker address of this Nexus${near || `: ${has}`}`;
}

/** All ways to put right what is wrong; none where somebody must think of a part of the name. */
function corrected(reference: ImageReference, path: string, problems: readonly NamingProblem[]): string[] {
  const ways = (part: NamingProblem["part"], now: string | undefined) =>
    problems.find((problem) => problem.part === part)?.right ?? [now];
  const above = reference.path.slice(0, reference.path.length - path.length);
  return ways("path", path).flatMap((right) =>
    ways("tag", reference.tag).map((tag) => {
      const { tag: _, ...others } = reference;
      return formatImageReference({ ...others, path: above + right, ...(tag !== undefined && { tag }) });
    }),
  );
}
