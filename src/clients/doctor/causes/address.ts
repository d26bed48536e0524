import type { ServedRepository } from "../../../client-config/client-config.ts";
import {
  formatImageReference,
  getHost,
  type ImageReference,
  isImageRepository,
  listRegistryAddresses,
} from "../../../client-config/image-reference.ts";
import { suggestionFor } from "../../../util/suggestions.ts";
import { isWrite } from "../attempt.ts";
import { type AttemptFacts, findWritableMember, formatAddress, listRepositoryWithMembers } from "../attempt-facts.ts";
import { type Cause, type CauseResult, reportCertain, ruleOut } from "../cause.ts";
import { hasPermission } from "./permissions.ts";

const wrongAddress: Cause = {
  name: "wrong-address",
  check: (facts) => {
    const { location, attempt } = facts;
    if (location) return ruleOut(`it is the address of ${location.repository.name}`);
    return "image" in attempt.target
      ? explainImageAddress(facts, attempt.target.image)
      : explainUrl(facts, attempt.target.url);
  },
};

function explainImageAddress(facts: AttemptFacts, reference: ImageReference): CauseResult {
  const { clientConfig } = facts;
  const repositories = clientConfig.repositories.filter(isImageRepository);
  const addressesOf = (repository: ServedRepository) => listRegistryAddresses(repository, clientConfig.url);
  const evidence = repositories.flatMap((repository) =>
    addressesOf(repository).map((address) => `${repository.name} (${repository.type}) is at ${address}`),
  );
  const suggested = selectUsable(facts, repositories).flatMap(addressesOf);
  const { host } = reference;
  if (host === undefined)
    return reportCertain(
      `"${formatImageReference(reference)}" names no registry, so clients use Docker Hub`,
      evidence,
      ...suggested.map((address) => `use ${address}/${formatImageReference(reference)}`),
    );
  if (host === getHost(clientConfig.url))
    return reportCertain(
      `${host} is the address of Nexus's web interface and of the other formats; images have addresses of their own`,
      evidence,
      ...suggested.map((address) => `use ${formatImageReference({ ...reference, host: address })}`),
    );
  const suggestion = suggestionFor(host, repositories.flatMap(addressesOf));
  return reportCertain(
    `no repository of this Nexus is at ${host}${suggestion}`,
    evidence,
    ...(suggestion ? [] : ["use one of these addresses"]),
  );
}

/** Selects the repositories that support the operation, and of these the ones that the user may use, if there are any. */
function selectUsable(facts: AttemptFacts, repositories: readonly ServedRepository[]): readonly ServedRepository[] {
  const supported = isWrite(facts.attempt) ? repositories.filter(({ type }) => type === "hosted") : repositories;
  const permitted = supported.filter(({ name }) => hasPermission(facts, name));
  return permitted.length ? permitted : supported;
}

function explainUrl({ clientConfig }: AttemptFacts, url: string): CauseResult {
  const { host, pathname } = new URL(url);
  const { repositories } = clientConfig;
  const registry = repositories.find((repository) => repository.registry?.split("/")[0] === host);
  const name = /\/repository\/([^/]+)/.exec(pathname)?.[1];
  const named = repositories.find((repository) => repository.name === name);
  if (registry && host !== getHost(clientConfig.url))
    return reportCertain(
      `${host} serves Docker only: it is the registry of ${registry.name}`,
      [`all other formats are at ${clientConfig.url}`],
      named ? `use ${named.url}${getPathInRepository(pathname)}` : `use ${clientConfig.url}/repository/NAME/...`,
    );
  if (host !== getHost(clientConfig.url))
    return reportCertain(
      `${host} is not this Nexus, which is at ${clientConfig.url}`,
      [],
      `use ${clientConfig.url}/repository/...`,
    );
  if (name === undefined)
    return reportCertain(
      `${pathname} is not a path of a repository; these begin with /repository/NAME/`,
      [`Nexus is at ${clientConfig.url}`],
      "add the repository's name",
    );
  const names = repositories.map((repository) => repository.name);
  return reportCertain(`there is no repository "${name}"${suggestionFor(name, names)}`, [
    `repositories: ${names.join(", ")}`,
  ]);
}

function getPathInRepository(pathname: string): string {
  return /\/repository\/[^/]+(\/.*)?$/.exec(pathname)?.[1] ?? "";
}

/** Only hosted repositories take writes. */
const notHosted: Cause = {
  name: "write-to-group-or-proxy",
  check: (facts) => {
    const { location, attempt, clientConfig } = facts;
    if (!location || !isWrite(attempt)) return undefined;
    const { repository } = location;
    if (repository.type === "hosted") return ruleOut(`${repository.name} is a hosted repository`);
    const writableMember = findWritableMember(facts, repository.name);
    if (writableMember !== undefined) return ruleOut(`the group forwards pushes to ${writableMember}`);
    const hosted = (
      repository.type === "group" ? listRepositoryWithMembers(facts, repository.name) : clientConfig.repositories
    ).filter(({ type, format }) => type === "hosted" && format === repository.format);
    return reportCertain(
      `${repository.name} is a ${repository.type} repository and takes no pushes and no deletions`,
      [
        repository.type === "group"
          ? `its members are ${repository.members?.join(", ") ?? "not known"}`
          : "it caches the content of its upstream",
      ],
      ...hosted.map((candidate) => `use the hosted ${candidate.name}: ${formatAddress(candidate, location)}`),
    );
  },
};

export const addressCauses: readonly Cause[] = [wrongAddress, notHosted];
