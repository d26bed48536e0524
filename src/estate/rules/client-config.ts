import { PatternError } from "../../client-config/naming/patterns.ts";
import { rulesOf } from "../../client-config/naming/rules.ts";
import type { NamingRule } from "../../client-config/naming/schema.ts";
import { isOfImages } from "../../client-config/references.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import type { ForClients } from "../client-config.ts";
import { type Estate, type Finding, repositories } from "../estate.ts";
import { chainsFit } from "./chains.ts";
import { consumersFit } from "./consumers.ts";

/** What clients are told of repositories is of some that there are. */
export function validateClientConfig(estate: Estate, forClients: ForClients): Finding[] {
  const { clients, parts, chains } = forClients;
  const known = new Map(repositories(estate).map((repository) => [repository.name, repository]));
  const images = [...known.values()].filter(isOfImages);
  const ofImages = new Set(images.map(({ name }) => name));
  const wrong = (path: string, name: string, among: Iterable<string>): Finding => ({
    path,
    message: `there is no${among === ofImages ? " Docker" : ""} repository "${name}"${suggestionFor(name, [...among])}`,
  });
  const named: [path: string, name: string][] = [
    ...Object.keys(clients.registries ?? {}).map((name): [string, string] => [
      `nexus:clients.registries.${name}`,
      name,
    ]),
    ...Object.keys(clients.internal ?? {}).map((name): [string, string] => [`nexus:clients.internal.${name}`, name]),
    ...(parts.naming ?? []).flatMap(({ repositories }, rule) =>
      repositories.map((name, index): [string, string] => [
        `clientConfig.naming[${rule}].repositories[${index}]`,
        name,
      ]),
    ),
    ...(parts.runtime?.mirrors ?? []).map((name, index): [string, string] => [
      `clientConfig.runtime.mirrors[${index}]`,
      name,
    ]),
    ...(parts.runtime?.allow ?? []).flatMap((prefix, index): [string, string][] => {
      const name = /^repository:(.*)/.exec(prefix)?.[1];
      return name === undefined ? [] : [[`clientConfig.runtime.allow[${index}]`, name]];
    }),
  ];
  return [
    ...named.flatMap(([path, name]) => (ofImages.has(name) ? [] : [wrong(path, name, ofImages)])),
    ...chainsFit(estate, chains),
    ...(parts.naming ?? []).flatMap(patternsFit),
    ...consumersFit(estate, forClients),
  ];
}

function patternsFit(rule: NamingRule, index: number): Finding[] {
  try {
    rulesOf([rule]);
    return [];
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return [{ path: `clientConfig.naming[${index}]`, message: error.message }];
  }
}
