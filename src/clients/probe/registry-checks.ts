import type { ServedRepository } from "../../client-config/client-config.ts";
import { type RegistryEndpoint, resolveEndpoint } from "../../client-config/endpoint.ts";
import { getValueAt } from "../../util/json.ts";
import {
  type CheckGroup,
  expectationFor,
  mergeCheckGroups,
  type ProbeContext,
  type ProbedRepository,
  type ProbedUser,
} from "./probe-context.ts";
import { type ProbeCheck, type ProbeIdentity, type RegistryRequest, uniquePlaceholder } from "./probe-plan.ts";
import { createUpstreamCheck } from "./upstream-check.ts";

/** Images of this name are the probe's. */
const reserved = "nexus-iac-probe/image";

/** Whether an image is one that this probe or another pushes and takes away, at any time. */
export function isProbeImage(image: string): boolean {
  return `/${image}`.includes(`/${reserved}`);
}

/** Asks a repository's registry something. */
type Ask = (operation: RegistryRequest["operation"], as: ProbeIdentity) => RegistryRequest;

/** A Docker repository at its own address: who gets in, who pulls and pushes, what it holds. */
export function createRegistryChecks(probed: ProbedRepository, sight: ProbeContext): CheckGroup {
  const { served } = probed;
  const upstream = createUpstreamCheck(probed);
  const endpoint = resolveEndpoint(sight.clientConfig, served);
  const reason = "no client reaches it by an address of its own";
  if (!endpoint)
    return mergeCheckGroups([upstream, { checks: [], skipped: [{ area: "registries", name: served.name, reason }] }]);
  const image = endpoint.prefix + reserved;
  const ask: Ask = (operation, as) => ({ type: "registry", url: endpoint.url, image, operation, as });
  const people = sight.users.map((person) =>
    person.identity === "anonymous" ? nobodyAt(person, probed, sight) : person,
  );
  const users = people.filter(({ identity: asker }) => asker !== "anonymous");
  // What is there without an image is no repository's own where several share an address.
  const door = endpoint.prefix
    ? []
    : [doorCheck(probed, people, sight, ask), ...users.flatMap((user) => loginCheck(user, served.name, ask))];
  return mergeCheckGroups([
    { checks: [...door, ...portCheck(endpoint.url, sight)] },
    ...people.map((person) => rightsOf(person, probed, ask)),
    contentPart(probed, people, endpoint),
    upstream,
    ...(sight.write
      ? [{ checks: users.flatMap((user) => writeCheck(user, probed, endpoint.url, `${image}-${uniquePlaceholder}`)) }]
      : []),
  ]);
}

/** Who comes without credentials gets in by a token, which is given where Basic is not forced. */
function nobodyAt(nobody: ProbedUser, probed: ProbedRepository, sight: ProbeContext): ProbedUser {
  return givesTokens(probed, sight) ? nobody : { ...nobody, can: () => false };
}

function givesTokens({ served, declared }: ProbedRepository, { realms }: ProbeContext): boolean {
  const forcesBasic = getValueAt(declared.declaration?.fields ?? {}, `${served.format}.forceBasicAuth`) !== false;
  return !forcesBasic && realms.includes("DockerToken");
}

/** What it says to who comes without credentials. */
function doorCheck(probed: ProbedRepository, people: readonly ProbedUser[], sight: ProbeContext, ask: Ask): ProbeCheck {
  const { name } = probed.served;
  const check = { area: "registries", request: ask("ping", "anonymous") };
  if (people.some(({ identity: asker, can: may }) => asker === "anonymous" && may("read", name)))
    return { ...check, name: `${name} lets anybody in`, expectation: "anonymous allowed" };
  const expectedValues = [givesTokens(probed, sight) ? "bearer" : "basic"];
  return { ...check, name: `${name} wants a login`, expectation: "login required", expectedValues };
}

function portCheck(url: string, { clientConfig }: ProbeContext): ProbeCheck[] {
  if (new URL(url).origin === new URL(clientConfig.url).origin) return [];
  const request = { type: "http", method: "GET", url: `${url}/service/rest/v1/status`, as: "anonymous" } as const;
  return [{ area: "ports", name: `${url} is for Docker only`, request, expectation: "Docker only" }];
}

/** A login asks for what is read: who may not read cannot log in here. */
function loginCheck({ name, identity: asker, can: may }: ProbedUser, repository: string, ask: Ask): ProbeCheck[] {
  if (may("read", repository) !== true) return [];
  return [
    { area: "logins", name: `${name} logs in to ${repository}`, request: ask("login", asker), expectation: "allowed" },
  ];
}

function rightsOf(person: ProbedUser, { served, declared }: ProbedRepository, ask: Ask): CheckGroup {
  const pull = person.can("read", served.name);
  const isPushedTo = served.type === "hosted";
  const push = isPushedTo ? person.can("add", served.name) : false;
  // Pro's groups hand on what is pushed to them.
  const writable = getValueAt(declared.declaration?.fields ?? {}, "group.writableMember") !== undefined;
  return mergeCheckGroups([
    rightOf(person, served, "pull", pull, ask),
    ...(served.type === "proxy" || writable ? [] : [rightOf(person, served, "push", push, ask)]),
  ]);
}

function rightOf(
  { name, identity: asker }: ProbedUser,
  { name: repository, type }: ServedRepository,
  operation: "pull" | "push",
  may: boolean | undefined,
  ask: Ask,
): CheckGroup {
  const area = "rights";
  const where = `${operation === "pull" ? "from" : "to"} ${repository}`;
  if (may === undefined)
    return {
      checks: [],
      skipped: [
        { area, name: `${name} may ${operation} ${where}`, reason: "by a content selector: it depends on the image" },
      ],
    };
  const check = {
    area,
    name: `${name} ${may ? "may" : "may not"} ${operation} ${where}`,
    request: ask(operation, asker),
  };
  return { checks: [{ ...check, expectation: expectationFor(may, type) }] };
}

/** What it holds, by its catalog; a repository that shares its address with others has none of its own. */
function contentPart(
  { served }: ProbedRepository,
  people: readonly ProbedUser[],
  { url, prefix }: RegistryEndpoint,
): CheckGroup {
  const about = { area: "content", name: `${served.name} shows what it holds` };
  if (prefix)
    return { checks: [], skipped: [{ ...about, reason: "its address is not its own: there is no catalog of it" }] };
  const readers = people
    .filter((person) => person.can("read", served.name) === true)
    .map(({ identity: asker }) => asker);
  return {
    checks: [{ ...about, request: { type: "content", url, as: [...readers, "stack"] }, expectation: "responds" }],
  };
}

/** Pushes and removes an image, as one who may do the first; who may not do the second leaves that to the stack's user. */
function writeCheck(
  { name, identity: asker, can: may }: ProbedUser,
  { served }: ProbedRepository,
  url: string,
  image: string,
): ProbeCheck[] {
  const isPushedTo = served.type === "hosted" && served.writePolicy !== "DENY";
  if (!isPushedTo || !may("add", served.name) || !may("edit", served.name)) return [];
  const removedBy = may("delete", served.name) ? asker : "stack";
  const request = { type: "image", url, image, as: asker, removedBy } as const;
  return [{ area: "writes", name: `${name} pushes an image to ${served.name}`, request, expectation: "responds" }];
}
