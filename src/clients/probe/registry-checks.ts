import type { ServedRepository } from "../../client-config/client-config.ts";
import { type RegistryEndpoint, resolveEndpoint } from "../../client-config/endpoint.ts";
import { bearerTokenRealms } from "../../client-config/image-reference.ts";
import { getValueAt } from "../../util/json.ts";
import {
  type CheckGroup,
  expectationFor,
  mergeCheckGroups,
  type ProbeContext,
  type ProbedRepository,
  type ProbedUser,
} from "./probe-context.ts";
import { type ProbeCheck, type ProbeIdentity, type RegistryProbeRequest, uniquePlaceholder } from "./probe-plan.ts";
import { createUpstreamCheck } from "./upstream-check.ts";

/** Images under this path belong to the probe. */
const probeImage = "nexus-iac-probe/image";

/** Returns true for an image that a probe pushes and removes. */
export function isProbeImage(image: string): boolean {
  return `/${image}`.includes(`/${probeImage}`);
}

type CreateRequest = (operation: RegistryProbeRequest["operation"], as: ProbeIdentity) => RegistryProbeRequest;

/**
 * Creates the checks of a Docker repository at its own address: anonymous access, logins, pull and push permissions,
 * content, and the upstream.
 */
export function createRegistryChecks(repository: ProbedRepository, context: ProbeContext): CheckGroup {
  const { served } = repository;
  const upstream = createUpstreamCheck(repository);
  const endpoint = resolveEndpoint(context.clientConfig, served);
  if (!endpoint) {
    const reason = "no address for Docker clients";
    return mergeCheckGroups([upstream, { checks: [], skipped: [{ area: "registries", name: served.name, reason }] }]);
  }
  const image = endpoint.prefix + probeImage;
  const createRequest: CreateRequest = (operation, as) => ({
    type: "registry",
    url: endpoint.url,
    image,
    operation,
    as,
  });
  const users = context.users.map((user) =>
    user.identity === "anonymous" ? limitAnonymous(user, repository, context) : user,
  );
  const namedUsers = users.filter(({ identity }) => identity !== "anonymous");
  // Requests without an image concern no single repository if several share the address.
  const sharedAddressChecks = endpoint.prefix
    ? []
    : [
        createAnonymousCheck(repository, users, context, createRequest),
        ...namedUsers.flatMap((user) => createLoginCheck(user, served.name, createRequest)),
      ];
  return mergeCheckGroups([
    { checks: [...sharedAddressChecks, ...createPortCheck(endpoint.url, context)] },
    ...users.map((user) => createPermissionChecks(user, repository, createRequest)),
    createContentCheck(repository, users, endpoint),
    upstream,
    ...(context.write
      ? [
          {
            checks: namedUsers.flatMap((user) =>
              createWriteCheck(user, repository, endpoint.url, `${image}-${uniquePlaceholder}`),
            ),
          },
        ]
      : []),
  ]);
}

/** An anonymous client needs a token, so it has no access if the repository gives none. */
function limitAnonymous(anonymous: ProbedUser, repository: ProbedRepository, context: ProbeContext): ProbedUser {
  return givesTokens(repository, context) ? anonymous : { ...anonymous, can: () => false };
}

/** Returns true if the repository gives bearer tokens: basic authentication is not forced, and the realm is active. */
function givesTokens({ served, declared }: ProbedRepository, { realms }: ProbeContext): boolean {
  const forcesBasic = getValueAt(declared.declaration?.fields ?? {}, `${served.format}.forceBasicAuth`) !== false;
  const realm = bearerTokenRealms.get(served.format);
  return !forcesBasic && realm !== undefined && realms.includes(realm);
}

function createAnonymousCheck(
  repository: ProbedRepository,
  users: readonly ProbedUser[],
  context: ProbeContext,
  createRequest: CreateRequest,
): ProbeCheck {
  const { name } = repository.served;
  const check = { area: "registries", request: createRequest("ping", "anonymous") };
  if (users.some(({ identity, can }) => identity === "anonymous" && can("read", name)))
    return { ...check, name: `${name} allows anonymous access`, expectation: "anonymous allowed" };
  const expectedValues = [givesTokens(repository, context) ? "bearer" : "basic"];
  return { ...check, name: `${name} requires a login`, expectation: "login required", expectedValues };
}

function createPortCheck(url: string, { clientConfig }: ProbeContext): ProbeCheck[] {
  if (new URL(url).origin === new URL(clientConfig.url).origin) return [];
  const request = { type: "http", method: "GET", url: `${url}/service/rest/v1/status`, as: "anonymous" } as const;
  return [{ area: "ports", name: `${url} serves Docker only`, request, expectation: "Docker only" }];
}

/** A registry login needs the read permission, so users without it are not checked. */
function createLoginCheck(
  { name, identity, can }: ProbedUser,
  repository: string,
  createRequest: CreateRequest,
): ProbeCheck[] {
  if (can("read", repository) !== true) return [];
  return [
    {
      area: "logins",
      name: `${name} logs in to ${repository}`,
      request: createRequest("login", identity),
      expectation: "allowed",
    },
  ];
}

function createPermissionChecks(
  user: ProbedUser,
  { served, declared }: ProbedRepository,
  createRequest: CreateRequest,
): CheckGroup {
  const canPull = user.can("read", served.name);
  const canPush = served.type === "hosted" ? user.can("add", served.name) : false;
  // A group with a writable member (Nexus Pro) forwards pushes.
  const forwardsPushes = getValueAt(declared.declaration?.fields ?? {}, "group.writableMember") !== undefined;
  return mergeCheckGroups([
    createPermissionCheck(user, served, "pull", canPull, createRequest),
    ...(served.type === "proxy" || forwardsPushes
      ? []
      : [createPermissionCheck(user, served, "push", canPush, createRequest)]),
  ]);
}

function createPermissionCheck(
  { name, identity }: ProbedUser,
  { name: repository, type }: ServedRepository,
  operation: "pull" | "push",
  isAllowed: boolean | undefined,
  createRequest: CreateRequest,
): CheckGroup {
  const area = "rights";
  const title = (verb: string) => `${name} ${verb} ${operation} ${operation === "pull" ? "from" : "to"} ${repository}`;
  if (isAllowed === undefined) {
    const reason = "granted by a content selector, so it depends on the image";
    return { checks: [], skipped: [{ area, name: title("may"), reason }] };
  }
  const request = createRequest(operation, identity);
  const check = { area, name: title(isAllowed ? "may" : "may not"), request };
  return { checks: [{ ...check, expectation: expectationFor(isAllowed, type) }] };
}

/** Checks the content by the catalog. A repository that shares its address with others has no catalog of its own. */
function createContentCheck(
  { served }: ProbedRepository,
  users: readonly ProbedUser[],
  { url, prefix }: RegistryEndpoint,
): CheckGroup {
  const title = { area: "content", name: `${served.name} lists its content` };
  if (prefix)
    return { checks: [], skipped: [{ ...title, reason: "no catalog: the address is shared with other repositories" }] };
  const readers = users.filter((user) => user.can("read", served.name) === true).map(({ identity }) => identity);
  return {
    checks: [{ ...title, request: { type: "content", url, as: [...readers, "stack"] }, expectation: "responds" }],
  };
}

/** Creates a push as the user. A user without the delete permission leaves the removal to the stack's own user. */
function createWriteCheck(
  { name, identity, can }: ProbedUser,
  { served }: ProbedRepository,
  url: string,
  image: string,
): ProbeCheck[] {
  const takesPushes = served.type === "hosted" && served.writePolicy !== "DENY";
  if (!takesPushes || !can("add", served.name) || !can("edit", served.name)) return [];
  const removedBy = can("delete", served.name) ? identity : "stack";
  const request = { type: "image", url, image, as: identity, removedBy } as const;
  return [{ area: "writes", name: `${name} pushes an image to ${served.name}`, request, expectation: "responds" }];
}
