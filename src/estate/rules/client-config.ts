import { isImageRepository } from "../../client-config/image-reference.ts";
import { NamePatternError } from "../../client-config/naming/name-pattern.ts";
import { compileNamingRules } from "../../client-config/naming/naming-rules.ts";
import type { NamingRule } from "../../client-config/naming/schema.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import type { ClientDeclarations } from "../declared-client-config.ts";
import { type Estate, type EstateFinding, listRepositories } from "../estate.ts";
import { validateChains } from "./chains.ts";
import { validateConsumers } from "./consumers.ts";

/** What clients are told of repositories is of some that there are. */
export function validateClientConfig(estate: Estate, forClients: ClientDeclarations): EstateFinding[] {
  const { clients, parts, chains } = forClients;
  const known = new Map(listRepositories(estate).map((repository) => [repository.name, repository]));
  const images = [...known.values()].filter(isImageRepository);
  const ofImages = new Set(images.map(({ name }) => name));
  const wrong = (path: string, name: string, among: Iterable<string>): EstateFinding => ({
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
    ...validateChains(estate, chains),
    ...(parts.naming ?? []).flatMap(patternsFit),
    ...validateConsumers(estate, forClients),
  ];
}

function patternsFit(rule: NamingRule, index: number): EstateFinding[] {
  try {
    compileNamingRules([rule]);
    return [];
  } catch (error) {
    if (!(error instanceof NamePatternError)) throw error;
    return [{ path: `clientConfig.naming[${index}]`, message: error.message }];
  }
}
