import type { ServedRepository } from "../../../client-config/client-config.ts";
import {
  formatImageReference,
  getHost,
  isImageRepository,
  listRegistryAddresses,
} from "../../../client-config/image-reference.ts";
import { suggestionFor } from "../../../util/suggestions.ts";
import { isWrite } from "../attempt.ts";
import { type AttemptFacts, findWritableMember, formatAddress, listRepositoryWithMembers } from "../attempt-facts.ts";
import { type Cause, type CauseResult, reportCertain, ruleOut } from "../cause.ts";
import { hasPermission } from "./permissions.ts";

/** No repository is at the address. */
const noRepository: Cause = {
  name: "wrong-address",
  check: (facts) => {
    const { location: where, attempt } = facts;
    if (where) return ruleOut(`the address is that of ${where.repository.name}`);
    return "image" in attempt.target
      ? imageAddress(facts, attempt.target.image)
      : urlAddress(facts, attempt.target.url);
  },
};

function imageAddress(facts: AttemptFacts, reference: Parameters<typeof formatImageReference>[0]): CauseResult {
  const { clientConfig } = facts;
  const images = clientConfig.repositories.filter(isImageRepository);
  const known = images.flatMap((one) => listRegistryAddresses(one, clientConfig.url));
  const list = images.flatMap((one) =>
    listRegistryAddresses(one, clientConfig.url).map((at) => `${one.name} (${one.type}) is at ${at}`),
  );
  const fitting = meant(facts, images).flatMap((one) => listRegistryAddresses(one, clientConfig.url));
  const { host } = reference;
  if (host === undefined)
    return reportCertain(
      `"${formatImageReference(reference)}" names no registry: clients look for it at Docker Hub`,
      list,
      ...fitting.map((at) => `write ${at}/${formatImageReference(reference)}`),
    );
  if (host === getHost(clientConfig.url))
    return reportCertain(
      `${host} is where Nexus serves its pages and all but images: images have addresses of their own`,
      list,
      ...fitting.map((at) => `write ${formatImageReference({ ...reference, host: at })}`),
    );
  const near = suggestionFor(host, known);
  return reportCertain(
    `no repository of this Nexus is at ${host}${near}`,
    list,
    ...(near ? [] : ["take one of these addresses"]),
  );
}

/** Those that take what was tried, by who tried it where there is one that lets him. */
function meant(facts: AttemptFacts, images: readonly ServedRepository[]): readonly ServedRepository[] {
  const taking = isWrite(facts.attempt) ? images.filter(({ type }) => type === "hosted") : images;
  const his = taking.filter(({ name }) => hasPermission(facts, name));
  return his.length ? his : taking;
}

function urlAddress({ clientConfig }: AttemptFacts, text: string): CauseResult {
  const { host, pathname } = new URL(text);
  const docker = clientConfig.repositories.find(({ registry }) => registry?.split("/")[0] === host);
  const name = /\/repository\/([^/]+)/.exec(pathname)?.[1];
  const named = clientConfig.repositories.find((one) => one.name === name);
  if (docker && host !== getHost(clientConfig.url))
    return reportCertain(
      `${host} is for Docker alone: it is the registry of ${docker.name}`,
      [`all else is at ${clientConfig.url}`],
      named ? `write ${named.url}${afterRepository(pathname)}` : `write ${clientConfig.url}/repository/NAME/...`,
    );
  if (host !== getHost(clientConfig.url))
    return reportCertain(
      `${host} is not this Nexus, which is at ${clientConfig.url}`,
      [],
      `write ${clientConfig.url}/repository/...`,
    );
  if (name === undefined)
    return reportCertain(
      `${pathname} is in no repository: they begin with /repository/NAME/`,
      [`Nexus is at ${clientConfig.url}`],
      "add the repository's name",
    );
  const known = clientConfig.repositories.map((one) => one.name);
  return reportCertain(`there is no repository "${name}"${suggestionFor(name, known)}`, [
    `there are ${known.join(", ")}`,
  ]);
}

function afterRepository(pathname: string): string {
  return /\/repository\/[^/]+(\/.*)?$/.exec(pathname)?.[1] ?? "";
}

/** What is written goes to hosted repositories. */
const notHosted: Cause = {
  name: "write-to-group-or-proxy",
  check: (facts) => {
    const { location: where, attempt, clientConfig } = facts;
    if (!where || !isWrite(attempt)) return undefined;
    const { repository } = where;
    if (repository.type === "hosted") return ruleOut(`${repository.name} is a hosted repository`);
    const writable = findWritableMember(facts, repository.name);
    if (writable !== undefined) return ruleOut(`the group hands what is pushed to ${writable}`);
    const hosted = (
      repository.type === "group" ? listRepositoryWithMembers(facts, repository.name) : clientConfig.repositories
    ).filter(({ type, format }) => type === "hosted" && format === repository.format);
    return reportCertain(
      `${repository.name} is a ${repository.type}: nothing can be pushed to it or deleted in it`,
      [
        repository.type === "group"
          ? `it shows ${repository.members?.join(", ") ?? "others"}`
          : "it holds copies of what its upstream has",
      ],
      ...hosted.map((one) => `use the hosted ${one.name}: ${formatAddress(one, where)}`),
    );
  },
};

export const addressCauses: readonly Cause[] = [noRepository, notHosted];
