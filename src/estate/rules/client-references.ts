import type { NamingRule } from "../../client-config/client-config.ts";
import { isImageRepository } from "../../client-config/image-reference.ts";
import { NamePatternError } from "../../client-config/naming/name-pattern.ts";
import { compileNamingRules } from "../../client-config/naming/naming-rules.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import type { ClientDeclarations } from "../declared-client-config.ts";
import { type Estate, type EstateFinding, findUnknownName, listRepositories } from "../estate.ts";
import { validateConsumers } from "./consumers.ts";
import { validateChains } from "./promotion-chains.ts";

/** Checks that the client configuration refers only to repositories that exist, and that its naming rules are valid. */
export function validateClientConfig(estate: Estate, clientDeclarations: ClientDeclarations): EstateFinding[] {
  const { clients, clientConfig, chains } = clientDeclarations;
  const imageRepositories = listRepositories(estate)
    .filter(isImageRepository)
    .map(({ name }) => name);
  const references: [path: string, name: string][] = [
    ...Object.keys(clients.registries ?? {}).map((name): [string, string] => [
      `nexus:clients.registries.${name}`,
      name,
    ]),
    ...Object.keys(clients.internal ?? {}).map((name): [string, string] => [`nexus:clients.internal.${name}`, name]),
    ...(clientConfig.naming ?? []).flatMap(({ repositories }, rule) =>
      repositories.map((name, index): [string, string] => [
        `clientConfig.naming[${rule}].repositories[${index}]`,
        name,
      ]),
    ),
    ...(clientConfig.runtime?.mirrors ?? []).map((name, index): [string, string] => [
      `clientConfig.runtime.mirrors[${index}]`,
      name,
    ]),
    ...(clientConfig.runtime?.allow ?? []).flatMap((prefix, index): [string, string][] => {
      const name = /^repository:(.*)/.exec(prefix)?.[1];
      return name === undefined ? [] : [[`clientConfig.runtime.allow[${index}]`, name]];
    }),
  ];
  const areNamesKnown = !findUnknownName(estate, "repository");
  return [
    ...references
      .filter(([, name]) => areNamesKnown && !imageRepositories.includes(name))
      .map(([path, name]) => ({
        path,
        message: `Docker repository "${name}" is not declared${suggestionFor(name, imageRepositories)}`,
      })),
    ...validateChains(estate, chains),
    ...(clientConfig.naming ?? []).flatMap(validateNamingRule),
    ...validateConsumers(estate, clientDeclarations),
  ];
}

function validateNamingRule(rule: NamingRule, index: number): EstateFinding[] {
  try {
    compileNamingRules([rule]);
    return [];
  } catch (error) {
    if (!(error instanceof NamePatternError)) throw error;
    return [{ path: `clientConfig.naming[${index}]`, message: error.message }];
  }
}
