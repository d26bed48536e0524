import { AccessEvaluator } from "../../access/access-evaluator.ts";
import { type Action, anonymousPrincipal, type SecurityModel } from "../../access/security-model.ts";
import type { ClientSettings } from "../../client-config/client-settings.ts";
import type { Consumers } from "../../client-config/consumers.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import type { ClientDeclarations } from "../declared-client-config.ts";
import { isAccessUnknown, toSecurityModel } from "../declared-security.ts";
import { type Estate, type EstateFinding, type EstateRepository, listRepositories } from "../estate.ts";
import { createReferenceIndex } from "../reference-index.ts";

/** The use of a repository by a consumer. Without a user, requests have no credentials. */
interface RepositoryUse {
  path: string;
  repository: string;
  formats: readonly string[];
  user: string | undefined;
  actions: readonly Action[];
}

/** The declared objects that consumers are checked against. */
interface ConsumerContext {
  security: SecurityModel;
  evaluator: AccessEvaluator;
  repositories: readonly EstateRepository[];
  /** Ids of all users. */
  users: readonly string[];
  /** Returns the users of an identity. A name that is not an identity is a user id. */
  resolveUsers(name: string): readonly string[];
}

/** Checks that consumers use users and repositories that exist, and that the users have the required permissions only. */
export function validateConsumers(estate: Estate, { clients, clientConfig }: ClientDeclarations): EstateFinding[] {
  const { consumers = {} } = clientConfig;
  if (!clientConfig.consumers && !clients.inUse) return [];
  // The estate is validated again when all values are known.
  if (isAccessUnknown(estate)) return [];
  const security = toSecurityModel(estate);
  const identities = new Map(Object.entries(consumers.identities ?? {}));
  const context: ConsumerContext = {
    security,
    evaluator: new AccessEvaluator(security),
    repositories: listRepositories(estate),
    users: createReferenceIndex(estate).listNames("user"),
    resolveUsers: (name) => identities.get(name) ?? [name],
  };
  return [
    ...listUsers(consumers).flatMap(([path, name]) =>
      identities.has(name)
        ? []
        : [
            ...validateIdentityUse(identities, path, name),
            ...findUnknownUsers(context, name).map((message) => createFinding(path, message)),
          ],
    ),
    ...[...identities].flatMap(([name, pair]) => validateIdentity(context, name, pair)),
    ...validateInUse(identities, clients),
    ...listRepositoryUses(consumers).flatMap((use) => validateRepositoryUse(context, use)),
    ...validatePullSecrets(context, consumers),
    ...validateJenkinsCredential(consumers),
  ];
}

function createFinding(path: string, message: string): EstateFinding {
  return { path: `clientConfig.consumers.${path}`, message };
}

function findUnknownUsers({ users, resolveUsers }: ConsumerContext, name: string): string[] {
  const unknownUsers = resolveUsers(name).filter((user) => !users.includes(user));
  return unknownUsers.map((user) => `user "${user}" is not declared${suggestionFor(user, users)}`);
}

function validateIdentity(context: ConsumerContext, name: string, pair: readonly string[]): EstateFinding[] {
  const path = `identities.${name}`;
  const unknownUsers = findUnknownUsers(context, name).map((message) => createFinding(path, message));
  const roleSets = new Set(pair.map((user) => [...(context.security.users.get(user)?.roles ?? [])].sort().join(" ")));
  return unknownUsers.length || roleSets.size === 1
    ? unknownUsers
    : [createFinding(path, `${pair.join(" and ")} have different roles; give both users the same roles`)];
}

/** Consumers must use the identity, as otherwise a rotation changes a password that a consumer still uses. */
function validateIdentityUse(
  identities: ReadonlyMap<string, readonly string[]>,
  path: string,
  name: string,
): EstateFinding[] {
  const [identity] = [...identities].find(([, pair]) => pair.includes(name)) ?? [];
  return identity === undefined
    ? []
    : [createFinding(path, `"${name}" belongs to the identity "${identity}"; use "${identity}"`)];
}

function validateInUse(
  identities: ReadonlyMap<string, readonly string[]>,
  { inUse = {} }: ClientSettings,
): EstateFinding[] {
  return Object.entries(inUse).flatMap(([name, user]) => {
    const pair = identities.get(name);
    if (pair?.includes(user)) return [];
    const message = pair
      ? `is "${user}"; use ${pair.join(" or ")}`
      : `identity "${name}" is not in clientConfig.consumers.identities${suggestionFor(name, [...identities.keys()])}`;
    return [{ path: `nexus:clients.inUse.${name}`, message }];
  });
}

function validateRepositoryUse(
  context: ConsumerContext,
  { path, repository: name, formats, user, actions }: RepositoryUse,
): EstateFinding[] {
  const candidates = context.repositories.filter(({ format }) => formats.includes(format));
  const repository = candidates.find((candidate) => candidate.name === name);
  if (!repository) {
    const suggestion = suggestionFor(
      name,
      candidates.map((candidate) => candidate.name),
    );
    return [createFinding(path, `${formats[0]} repository "${name}" is not declared${suggestion}`)];
  }
  if (repository.type !== "hosted" && actions.some((action) => writeActions.includes(action)))
    return [createFinding(path, `"${name}" is a ${repository.type}; use a hosted repository to publish`)];
  const principals =
    user === undefined
      ? [anonymousPrincipal]
      : // The permissions of a user that is declared elsewhere are not known.
        context
          .resolveUsers(user)
          .flatMap((id) => (context.security.users.has(id) ? [{ type: "user" as const, id }] : []));
  // If anonymous reading is allowed, consumers send no credentials for it.
  const isAnonymouslyAllowed = (action: Action) =>
    action === "read" && context.evaluator.can(anonymousPrincipal, name, action);
  return principals.flatMap((principal) => {
    const missing = actions.filter(
      (action) => !isAnonymouslyAllowed(action) && !context.evaluator.can(principal, name, action),
    );
    const subject = principal === anonymousPrincipal ? "anonymous access" : `user "${principal.id}"`;
    return missing.length
      ? [createFinding(path, `${subject} has no permission to ${missing.join(" and ")} "${name}"`)]
      : [];
  });
}

const writeActions: readonly Action[] = ["add", "edit", "delete"];

/** Users for pulls by clusters must not write anywhere, and must not use a group by mistake, as it serves all members. */
function validatePullSecrets(
  { evaluator, repositories, resolveUsers }: ConsumerContext,
  { kubernetes }: Consumers,
): EstateFinding[] {
  return (kubernetes?.secrets ?? []).flatMap(({ registries }, secret) =>
    registries.flatMap(({ repository, user, group }, index) => {
      const path = `kubernetes.secrets[${secret}].registries[${index}]`;
      const isGroup = repositories.some(({ name, type }) => name === repository && type === "group");
      const writable = repositories.filter(({ name }) =>
        resolveUsers(user).some((id) =>
          writeActions.some((action) => evaluator.can({ type: "user", id }, name, action)),
        ),
      );
      const names = writable.map(({ name }) => name).join(", ");
      return [
        ...(isGroup && !group
          ? [
              createFinding(
                path,
                `"${repository}" is a group, which serves all of its members; list the members, or set group: true`,
              ),
            ]
          : []),
        ...(names
          ? [createFinding(path, `user "${user}" may write to ${names}; use a user with read-only access`)]
          : []),
      ];
    }),
  );
}

function validateJenkinsCredential({ jenkins }: Consumers): EstateFinding[] {
  if (!jenkins || Object.hasOwn(jenkins.credentials, jenkins.credential)) return [];
  const ids = Object.keys(jenkins.credentials);
  const hint = ids.length ? `use one of ${ids.join(", ")}` : "add it to jenkins.credentials";
  return [createFinding("jenkins.credential", `"${jenkins.credential}" is not in jenkins.credentials; ${hint}`)];
}

const [images, maven2, npmFormat, pypi] = [["docker", "oci"], ["maven2"], ["npm"], ["pypi"]] as const;

function listRepositoryUses({
  gitlab,
  jenkins,
  kubernetes,
  clusters = {},
  docker,
  maven,
  npm,
  pip,
}: Consumers): RepositoryUse[] {
  const use = (
    path: string,
    repository: string | undefined,
    formats: readonly string[],
    user: string | undefined,
    ...actions: Action[]
  ): RepositoryUse[] => (repository === undefined ? [] : [{ path, repository, formats, user, actions }]);
  const jenkinsUser = jenkins?.credentials[jenkins.credential];
  return [
    ...use("gitlab.push", gitlab?.push, images, gitlab?.user, "read", "edit"),
    ...use("gitlab.pull", gitlab?.pull, images, gitlab?.user, "read"),
    ...use("jenkins.push", jenkins?.push, images, jenkinsUser, "read", "edit"),
    ...use("jenkins.pull", jenkins?.pull, images, jenkinsUser, "read"),
    ...(kubernetes?.secrets ?? []).flatMap(({ registries }, secret) =>
      registries.flatMap(({ repository, user }, index) =>
        use(`kubernetes.secrets[${secret}].registries[${index}]`, repository, images, user, "read"),
      ),
    ),
    ...Object.entries(clusters).flatMap(([name, { container, maven: clusterMaven }]) => [
      ...use(
        `clusters.${name}.container`,
        "repository" in container ? container.repository : undefined,
        images,
        undefined,
      ),
      ...use(`clusters.${name}.maven`, clusterMaven?.repository, maven2, undefined),
    ]),
    ...(docker?.repositories ?? []).flatMap((name, index) =>
      use(`docker.repositories[${index}]`, name, images, docker?.user, "read"),
    ),
    ...use("maven.mirror", maven?.mirror, maven2, maven?.user, "read"),
    ...use("maven.releases", maven?.releases, maven2, maven?.user, "edit"),
    ...use("maven.snapshots", maven?.snapshots, maven2, maven?.user, "edit"),
    ...use("npm.read", npm?.read, npmFormat, npm?.user, "read"),
    ...use("npm.publish", npm?.publish, npmFormat, npm?.user, "edit"),
    ...use("pip.read", pip?.read, pypi, pip?.user, "read"),
    ...use("pip.publish", pip?.publish, pypi, pip?.user, "add"),
  ];
}

function listUsers(consumers: Consumers): (readonly [path: string, user: string])[] {
  const { gitlab, jenkins, kubernetes, docker, maven, npm, pip } = consumers;
  const singleUserConsumers = Object.entries({ gitlab, docker, maven, npm, pip });
  return [
    ...singleUserConsumers.flatMap(([name, consumer]) =>
      consumer?.user === undefined ? [] : [[`${name}.user`, consumer.user] as const],
    ),
    ...Object.entries(jenkins?.credentials ?? {}).map(([id, user]) => [`jenkins.credentials.${id}`, user] as const),
    ...(kubernetes?.secrets ?? []).flatMap(({ registries }, secret) =>
      registries.map(({ user }, index) => [`kubernetes.secrets[${secret}].registries[${index}].user`, user] as const),
    ),
  ];
}
