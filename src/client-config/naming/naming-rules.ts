import { findNearest } from "../../util/suggestions.ts";
import type { NamingRule } from "../client-config.ts";
import { type NamePattern, parseNamePattern } from "./name-pattern.ts";

/** A violation of a naming rule by the path or the tag of an image. */
export interface NamingProblem {
  part: "path" | "tag";
  message: string;
  /** Whole paths or tags that would be valid. Empty if none can be suggested. */
  right: string[];
}

/** A naming rule with parsed patterns. */
export interface CompiledNamingRule {
  repositories: readonly string[];
  /** @param tag - absent for a reference by digest only: the tag is not checked then */
  findProblems(path: string, tag: string | undefined): NamingProblem[];
  acceptsTag(tag: string): boolean;
}

/**
 * Compiles the naming rules of an estate. For a wrong tag, the message names the repositories of other rules that accept it.
 *
 * @throws NamePatternError
 */
export function compileNamingRules(naming: readonly NamingRule[]): CompiledNamingRule[] {
  const rules: CompiledNamingRule[] = naming.map((rule) => {
    const paths = rule.images.map((text) => parseNamePattern(text, rule.namespaces));
    const tags = rule.tags.map((text) => parseNamePattern(text, rule.namespaces));
    const findAcceptingRepositories = (tag: string) =>
      rules.flatMap(({ repositories, acceptsTag }) => (acceptsTag(tag) ? repositories : []));
    return {
      repositories: rule.repositories,
      findProblems: (path, tag) => [
        ...findPathProblems(path, paths, rule),
        ...(tag === undefined ? [] : findTagProblems(tag, tags, findAcceptingRepositories)),
      ],
      acceptsTag: (tag) => matchesAny(tag, tags),
    };
  });
  return rules;
}

function matchesAny(name: string, patterns: readonly NamePattern[]): boolean {
  return patterns.some((pattern) => pattern.matches(name));
}

function findPathProblems(path: string, patterns: readonly NamePattern[], rule: NamingRule): NamingProblem[] {
  const noPrefixes = rule.noPrefixes ?? [];
  const bare = removePrefixes(path, noPrefixes);
  const right = matchesAny(bare, patterns) ? [bare] : suggestPaths(bare, patterns, rule.namespaces ?? []);
  const createProblem = (message: string): NamingProblem => ({ part: "path", message, right });
  if (bare !== path) {
    const forbidden = noPrefixes.filter((prefix) => path.split("/").some((part) => part.startsWith(prefix)));
    return [createProblem(`path "${path}" has a part with the forbidden prefix "${forbidden.join('" or "')}"`)];
  }
  if (matchesAny(path, patterns)) return [];
  const expected = `use ${formatPatterns(patterns)}${formatNamespaces(rule)}`;
  return [
    createProblem(
      path.includes("/") ? `path is "${path}"; ${expected}` : `path "${path}" has only one part; ${expected}`,
    ),
  ];
}

function formatNamespaces({ images, namespaces }: NamingRule): string {
  const isRelevant = namespaces && images.some((text) => text.includes("<namespace>"));
  return isRelevant ? `, with a namespace of ${namespaces.join(", ")}` : "";
}

function removePrefixes(path: string, prefixes: readonly string[]): string {
  const removeFrom = (part: string): string => {
    const prefix = prefixes.find((candidate) => part.startsWith(candidate) && part.length > candidate.length);
    return prefix === undefined ? part : removeFrom(part.slice(prefix.length));
  };
  return path.split("/").map(removeFrom).join("/");
}

/** Suggests matching paths that are near the given one: `orchestrator/server` for `orchestrator-server`. */
function suggestPaths(path: string, patterns: readonly NamePattern[], namespaces: readonly string[]): string[] {
  const heads = [...new Set([...patterns.flatMap(({ prefix }) => prefix.split("/").slice(0, -1)), ...namespaces])];
  const [first = "", ...rest] = path.split("/");
  const nearest = findNearest(first, heads);
  const candidateLists = [
    heads
      .filter((head) => /^[-_.]/.test(path.slice(head.length)) && path.startsWith(head))
      .map((head) => `${head}/${path.slice(head.length + 1)}`),
    nearest === undefined ? [] : [[nearest, ...rest].join("/")],
    heads.map((head) => `${head}/${path}`),
  ];
  return (
    candidateLists
      .map((candidates) => candidates.filter((candidate) => matchesAny(candidate, patterns)))
      .find((candidates) => candidates.length) ?? []
  );
}

function findTagProblems(
  tag: string,
  patterns: readonly NamePattern[],
  findAcceptingRepositories: (tag: string) => string[],
): NamingProblem[] {
  if (matchesAny(tag, patterns)) return [];
  const repositories = findAcceptingRepositories(tag);
  const hint = repositories.length ? `; only ${repositories.join(", ")} accepts this tag` : "";
  const prefixed = patterns.flatMap(({ isPrefixed, prefix }) => (isPrefixed ? [`${prefix}${tag}`] : []));
  const right = [...new Set(prefixed)].filter((candidate) => matchesAny(candidate, patterns));
  return [{ part: "tag", message: `tag is "${tag}"; use ${formatPatterns(patterns)}${hint}`, right }];
}

/** Formats patterns with examples: `build-<number> (build-42) or latest`. */
function formatPatterns(patterns: readonly NamePattern[]): string {
  const texts = patterns.map(({ text, example }) => (example === text ? text : `${text} (${example})`));
  const last = texts.pop() ?? "";
  return texts.length ? `${texts.join(", ")} or ${last}` : last;
}
