import { findNearest } from "../../util/suggestions.ts";
import { type NamePattern, parseNamePattern } from "./name-pattern.ts";
import type { NamingRule } from "./schema.ts";

/** What is wrong with a part of an image's name, and what would be right there. */
export interface NamingProblem {
  part: "path" | "tag";
  message: string;
  /** The whole path or tag as it would be right; several where it may be any of them. */
  right: string[];
}

/** A naming rule, ready to be asked. */
export interface CompiledNamingRule {
  repositories: readonly string[];
  findProblems(path: string, tag: string | undefined): NamingProblem[];
  acceptsTag(tag: string): boolean;
}

/**
 * Rules of an estate. Each knows what the others take, to say of a tag where it may be.
 *
 * @throws PatternError
 */
export function compileNamingRules(naming: readonly NamingRule[]): CompiledNamingRule[] {
  const rules: CompiledNamingRule[] = naming.map((rule) => {
    const paths = rule.images.map((text) => parseNamePattern(text, rule.namespaces));
    const tags = rule.tags.map((text) => parseNamePattern(text, rule.namespaces));
    const takers = (tag: string) =>
      rules.flatMap(({ repositories, acceptsTag: takesTag }) => (takesTag(tag) ? repositories : []));
    return {
      repositories: rule.repositories,
      findProblems: (path, tag) => [
        ...pathProblems(path, paths, rule),
        ...(tag === undefined ? [] : tagProblems(tag, tags, takers)),
      ],
      acceptsTag: (tag) => fitsAny(tag, tags),
    };
  });
  return rules;
}

function fitsAny(name: string, patterns: readonly NamePattern[]): boolean {
  return patterns.some((pattern) => pattern.fits(name));
}

function pathProblems(path: string, patterns: readonly NamePattern[], rule: NamingRule): NamingProblem[] {
  const bare = withoutPrefixes(path, rule.noPrefixes ?? []);
  const right = fitsAny(bare, patterns) ? [bare] : nearPaths(bare, patterns, rule.namespaces ?? []);
  const wanted = `it must be ${anyOf(patterns)}${namespacesText(rule)}`;
  const said = (message: string): NamingProblem => ({ part: "path", message, right });
  if (bare !== path) {
    const begins = (rule.noPrefixes ?? []).filter((prefix) => path.split("/").some((one) => one.startsWith(prefix)));
    return [said(`no part of the path "${path}" may begin with "${begins.join('" or "')}"`)];
  }
  if (fitsAny(path, patterns)) return [];
  return [said(path.includes("/") ? `the path is "${path}": ${wanted}` : `the path "${path}" has one part: ${wanted}`)];
}

function namespacesText({ images, namespaces }: NamingRule): string {
  const isAsked = namespaces && images.some((text) => text.includes("<namespace>"));
  return isAsked ? `, with a namespace of ${namespaces.join(", ")}` : "";
}

function withoutPrefixes(path: string, prefixes: readonly string[]): string {
  const bared = (part: string): string => {
    const prefix = prefixes.find((one) => part.startsWith(one) && part.length > one.length);
    return prefix === undefined ? part : bared(part.slice(prefix.length));
  };
  return path.split("/").map(bared).join("/");
}

/** Paths that fit, and are what somebody most likely meant: `orchestrator-server` is `orchestrator/server`. */
function nearPaths(path: string, patterns: readonly NamePattern[], namespaces: readonly string[]): string[] {
  const heads = [...new Set([...patterns.flatMap(({ begins }) => begins.split("/").slice(0, -1)), ...namespaces])];
  const [first = "", ...rest] = path.split("/");
  const near = findNearest(first, heads);
  const tries = [
    heads
      .filter((head) => /^[-_.]/.test(path.slice(head.length)) && path.startsWith(head))
      .map((head) => dashed(path, head)),
    near === undefined ? [] : [[near, ...rest].join("/")],
    heads.map((head) => `${head}/${path}`),
  ];
  return tries.map((some) => some.filter((one) => fitsAny(one, patterns))).find((some) => some.length) ?? [];
}

function dashed(path: string, head: string): string {
  return `${head}/${path.slice(head.length + 1)}`;
}

function tagProblems(
  tag: string,
  patterns: readonly NamePattern[],
  takers: (tag: string) => string[],
): NamingProblem[] {
  if (fitsAny(tag, patterns)) return [];
  const elsewhere = takers(tag);
  const only = elsewhere.length ? `; only ${elsewhere.join(", ")} takes it` : "";
  const prefixed = patterns.flatMap(({ isPrefixed, begins }) => (isPrefixed ? [`${begins}${tag}`] : []));
  const right = [...new Set(prefixed)].filter((one) => fitsAny(one, patterns));
  return [{ part: "tag", message: `the tag is "${tag}": it must be ${anyOf(patterns)}${only}`, right }];
}

/** `build-<number> (build-42) or latest` */
function anyOf(patterns: readonly NamePattern[]): string {
  const texts = patterns.map(({ text, example }) => (example === text ? text : `${text} (${example})`));
  const last = texts.pop() ?? "";
  return texts.length ? `${texts.join(", ")} or ${last}` : last;
}
